/**
 * Takes secrets out of a text that came from outside. Services quote the request in some refusals: a bad signature
 * is answered with the canonical request (session token included), an incomplete one with the whole
 * `Authorization` header.
 */
export function redact(text: string): string {
  const [firstParagraph = ''] = text.split(/\n\s*\n|The Canonical String/u);
  return firstParagraph
    .replaceAll(/\b(?:AKIA|ASIA)[A-Z0-9]{8,}/gu, '(access key)')
    .replaceAll(
      /\b(Credential|Signature|SignedHeaders|Authorization|x-amz-security-token)=?[:=]\s*\S+/giu,
      '$1=(hidden)',
    )
    .replaceAll(/(\w+:\/\/)[^\s/@]+@/gu, '$1(hidden)@')
    .trim();
}

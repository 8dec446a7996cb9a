import { randomBytes } from 'node:crypto';

export interface PageHtmlOptions {
  /** The panel's `webview.cspSource`: where VS Code serves the extension's own files. */
  readonly cspSource: string;
  /** Addresses of the page's bundle, made by `asWebviewUri`. */
  readonly script: string;
  readonly style: string;
  readonly title: string;
  /** The language of VS Code, for screen readers. */
  readonly language: string;
}

/**
 * The document of a page: empty but for its script and style. Nothing of the service is ever put into it; what the page
 * shows comes in messages. The policy allows the page's own bundle and nothing else: no inline code, no remote content.
 */
export function pageHtml({ cspSource, script, style, title, language }: PageHtmlOptions): string {
  const nonce = randomBytes(24).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${attribute(title)}</title>
    <link rel="stylesheet" href="${attribute(style)}">
  </head>
  <body>
    <div id="page"></div>
    <script type="module" nonce="${nonce}" src="${attribute(script)}"></script>
  </body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

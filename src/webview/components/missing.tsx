interface MissingProps {
  /** What a screen reader says, and what the mouse tells. */
  readonly word: string;
}

/** The dash in a cell that has no value. */
export function Missing({ word }: MissingProps) {
  return (
    <>
      <span aria-hidden="true" class="quiet" title={word}>
        –
      </span>
      <span class="spoken">{word}</span>
    </>
  );
}

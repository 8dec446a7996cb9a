export function activate(): void {
  // The composition root.
}

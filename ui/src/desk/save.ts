// A file that the station gave, kept by the browser: its own way of asking where, no window of ours.
export type Given = { name: string; bytes: Blob };

export function save({ name, bytes }: Given): void {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement("a");
  [link.href, link.download] = [url, name];
  link.click();
  // The browser reads it after this task.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

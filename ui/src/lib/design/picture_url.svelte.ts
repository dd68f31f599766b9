// Picture bytes, or a recording's, as something an <img> or <audio> can show. The blob lives as long as the component: nothing is left in memory.
type Ask = () => Promise<ArrayBuffer>;

export function pictureUrl(source: () => Ask | null, type = "image/jpeg"): { readonly url: string | null } {
  let url = $state<string | null>(null);
  $effect(() => {
    const ask = source();
    let made: string | null = null;
    let gone = false;
    url = null;
    ask?.().then((bytes) => {
      if (gone) return;
      made = URL.createObjectURL(new Blob([bytes], { type }));
      url = made;
    }, console.error);
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  });
  return {
    get url() {
      return url;
    },
  };
}

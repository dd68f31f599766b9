// Picture bytes as something an <img> can show. The blob lives as long as the component: nothing is left in memory.
type Ask = () => Promise<ArrayBuffer>;

export function pictureUrl(source: () => Ask | null): { readonly url: string | null } {
  let url = $state<string | null>(null);
  $effect(() => {
    const ask = source();
    let made: string | null = null;
    let gone = false;
    url = null;
    ask?.().then((bytes) => {
      if (gone) return;
      made = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
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

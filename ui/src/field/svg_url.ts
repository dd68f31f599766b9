/** A drawing as a picture of its own: inside <img> it can neither run scripts nor reach the page. */
export const svgUrl = (svg: string): string => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

/** Finds the web addresses in a message. */
export interface Piece {
  text: string;
  href?: string;
}

const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]'’]/g;

export function pieces(body: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of body.matchAll(LINK)) {
    if (match.index > from) found.push({ text: body.slice(from, match.index) });
    found.push({ text: match[0], href: match[0] });
    from = match.index + match[0].length;
  }
  if (from < body.length) found.push({ text: body.slice(from) });
  return found;
}

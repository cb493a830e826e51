// The window has no server that could render: everything happens in the page.
export const ssr = false;
export const prerender = false;
export const trailingSlash = 'never';

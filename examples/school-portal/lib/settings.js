/** The addresses of the servers that a page talks to: `settings.json` beside the portal's first page. */
export async function readSettings() {
  const answer = await fetch(new URL("../settings.json", import.meta.url));
  if (!answer.ok) {
    throw new Error(`settings.json could not be read (${answer.status})`);
  }
  return answer.json();
}

/** Fills in the links whose addresses only the settings know; one that is not set is not shown. */
export function fillInAddresses(settings) {
  for (const link of document.querySelectorAll("a[data-address]")) {
    const address = settings[link.dataset.address];
    if (address) {
      link.href = address;
      link.target = "_blank";
      link.rel = "noopener";
    } else {
      link.replaceWith(link.textContent);
    }
  }
}

const PROBLEM = "urn:school:problem:";
const PATIENCE = 15_000;

/** Asks the school's API. @returns `{status, body, problem}`, the status 0 where nobody answered */
export async function ask({ api, path, accessToken, fetch }) {
  try {
    const answer = await fetch(new URL(path, api).href, {
      headers: { Authorization: `Bearer ${accessToken}` },
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const body = await answer.json().catch(() => null);
    const type = String(body?.type ?? "");
    return { status: answer.status, body, problem: type.startsWith(PROBLEM) ? type.slice(PROBLEM.length) : null };
  } catch {
    return { status: 0, body: null, problem: null };
  }
}

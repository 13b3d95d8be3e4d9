const PROBLEM = "urn:school:problem:";
const PATIENCE = 15_000;

/**
 * The school's API, asked with an access token.
 *
 * @returns `{path, status, body, problem}`: the status is 0 where nobody answered, the problem is the last part of the
 *     answer's problem type, such as `role-missing`, or null
 */
export async function ask(api, path, accessToken) {
  try {
    const answer = await fetch(new URL(path, api), {
      headers: { Authorization: `Bearer ${accessToken}` },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const body = await answer.json().catch(() => null);
    const type = String(body?.type ?? "");
    const problem = type.startsWith(PROBLEM) ? type.slice(PROBLEM.length) : null;
    return { path, status: answer.status, body, problem };
  } catch {
    return { path, status: 0, body: null, problem: null };
  }
}

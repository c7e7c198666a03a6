const time = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\b/g;
const urlQuery = /(https?:[^"?]*)\?[^"]*/g;

/**
 * A JSON value in which the texts of one thing's own stand as `{name}`, every time as `{time}` and every URL without
 * its query, so that two things of the same data compare equal.
 */
export function comparable(value: unknown, own: Readonly<Record<string, string>>): unknown {
  let text = JSON.stringify(value).replaceAll(urlQuery, '$1').replaceAll(time, '{time}');
  for (const [name, each] of Object.entries(own))
    text = text.replaceAll(JSON.stringify(each).slice(1, -1), `{${name}}`);
  return JSON.parse(text);
}

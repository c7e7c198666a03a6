import type { Operation } from '../../helpers/http/operation.ts';
import type { ProxiedRequest } from '../mutants/mutant.ts';

const parameter = /\{\w+\}/g;

function patternOf(template: string): RegExp {
  const literals = template.split(parameter).map((literal) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('[^/]+')}$`);
}

/** Finds the operation of a request by method and path; the template with the fewest parameters wins. */
export function matcher(
  operations: Readonly<Record<string, Operation>>,
): (request: Pick<ProxiedRequest, 'method' | 'url'>) => string | undefined {
  const templates = Object.entries(operations)
    .map(([name, { method, path }]) => ({
      name,
      method,
      pattern: patternOf(path),
      parameters: path.match(parameter)?.length ?? 0,
    }))
    .sort((a, b) => a.parameters - b.parameters);
  return ({ method, url }) => {
    const path = url.replace(/\?.*$/, '');
    return templates.find((template) => template.method === method && template.pattern.test(path))?.name;
  };
}

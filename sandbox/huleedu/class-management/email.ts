import { matching } from '../../fastapi/formats.ts';
import { invalid, refuse, type Shape } from '../../fastapi/shape.ts';

const local = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*";
const domain = '(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]{2,63}';
const address = matching(`^${local}@${domain}$`, new RegExp(`^${local}@${domain}$`));

/** Top-level domains at which nobody can be reached. */
const special = new Set(['arpa', 'invalid', 'local', 'localhost', 'onion', 'test']);

/** An address at a domain that may exist (contract b.2); the domain comes out in lower case. */
export const email: Shape<string> = {
  ...address,
  check(input, loc, issues) {
    const value = address.check(input, loc, issues);
    if (value === invalid) return invalid;
    const at = value.lastIndexOf('@');
    const host = value.slice(at).toLowerCase();
    if (!special.has(host.slice(host.lastIndexOf('.') + 1))) return value.slice(0, at) + host;
    const msg = 'value is not a valid email address: The part after the @-sign is a special-use or reserved name';
    return refuse(issues, loc, input, 'value_error', msg);
  },
};

import { expect, test } from '@playwright/test';
import { withPeopleAsIn } from '../helpers/iep/expected.ts';

const person = (id: number, details: object = {}): object => ({ id, is_active: true, ...details });
const agree = (one: unknown, other: unknown): void => {
  expect(withPeopleAsIn(other, one)).toEqual(withPeopleAsIn(one, other));
};
const disagree = (one: unknown, other: unknown): void => {
  expect(() => {
    agree(one, other);
  }).toThrow();
};

test.describe('people of two answers', () => {
  test('agree where one leaves a detail out, and in any order', () => {
    agree({ case_manager_user: person(1, { email: 'a@b' }) }, { case_manager_user: person(1, { email: null }) });
    agree({ case_manager_user: person(1, { email: 'a@b' }) }, { case_manager_user: person(1) });
    agree({ created_by_user: null }, { created_by_user: null });
    const [first, second] = [person(1), person(2)];
    agree({ parent_guardian_users: [first, second] }, { parent_guardian_users: [second, first] });
  });

  test('disagree in a detail that both tell, in activity, in who it is and in how many', () => {
    disagree({ case_manager_user: person(1, { email: 'a@b' }) }, { case_manager_user: person(1, { email: 'a@c' }) });
    disagree({ case_manager_user: person(1) }, { case_manager_user: person(1, { is_active: false }) });
    disagree({ case_manager_user: person(1) }, { case_manager_user: person(2) });
    disagree({ case_manager_user: person(1) }, { case_manager_user: null });
    disagree({ parent_guardian_users: [person(1)] }, { parent_guardian_users: [person(1), person(2)] });
    disagree({ parent_guardian_users: [person(1), person(1)] }, { parent_guardian_users: [person(1)] });
  });

  test('leave the rest of an answer as it is', () => {
    disagree({ name: 'a', created_by_user: person(1) }, { name: 'b', created_by_user: person(1) });
  });
});

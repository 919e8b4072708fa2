// axe-core's violations, each in one line with the first elements that it is about, without some rules.
const [without, done] = arguments;
const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
const node = ({ target, any }) => `${target.join(' ')} ${any[0]?.message ?? ''}`;
axe.run(document, { rules, preload: false, resultTypes: ['violations'] }).then(
  ({ violations }) => done(violations.map(({ id, help, nodes }) =>
    `${id} (${help}), ${nodes.length} times: ${nodes.slice(0, 3).map(node).join('; ')}`)),
  (error) => done([`axe-core failed: ${error}`]),
);

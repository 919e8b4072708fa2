// axe-core's violations, each in one line with the first elements that it is about.
const done = arguments[arguments.length - 1];
const node = ({ target, any }) => `${target.join(' ')} ${any[0]?.message ?? ''}`;
axe.run(document, { preload: false, resultTypes: ['violations'] }).then(
  ({ violations }) => done(violations.map(({ id, help, nodes }) =>
    `${id} (${help}), ${nodes.length} times: ${nodes.slice(0, 3).map(node).join('; ')}`)),
  (error) => done([`axe-core failed: ${error}`]),
);

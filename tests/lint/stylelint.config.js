// Styles: the standard rules, BEM names, colours only by the tokens.
export default {
  extends: ['stylelint-config-standard'],
  rules: {
    'selector-class-pattern': [
      '^[a-z][a-z0-9]*(-[a-z0-9]+)*(__[a-z0-9]+(-[a-z0-9]+)*)?(--[a-z0-9]+(-[a-z0-9]+)*)?$',
      { message: 'block__element--modifier' },
    ],
    // Steps of the type scale go below zero: --step--1.
    'custom-property-pattern': '^[a-z][a-z0-9]*(--?[a-z0-9]+)*$',
    'import-notation': 'string',
    'color-no-hex': true,
    'color-named': 'never',
    'declaration-no-important': true,
    'selector-max-id': 0,
    'no-descending-specificity': null,
    // One-line rules and custom property groups read as tables here.
    'declaration-block-single-line-max-declarations': null,
    'declaration-empty-line-before': null,
    'custom-property-empty-line-before': null,
    'rule-empty-line-before': null,
    'comment-empty-line-before': null,
    'at-rule-empty-line-before': null,
    'media-feature-range-notation': null,
  },
  overrides: [{ files: ['**/tokens*.css', '**/print.css'], rules: { 'color-no-hex': null } }],
};

import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      "dist/",
      "coverage/",
      ".serverless/",
      "**/*.mjs",
      "**/*.cjs",
      // Each stands alone, without this project's settings; the tests type-check it so.
      "examples/clients/",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: "error",
      // The rest without one field is how a field is left out.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      // Numbers and booleans in template strings read well and cannot go wrong.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    // One file reads the environment, so that every variable has one meaning (docs/decisions/layout.md).
    files: ["lib/**/*.ts", "functions/**/*.ts", "server/**/*.ts"],
    ignores: ["lib/config/config.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Read it in lib/config/config.ts." },
      ],
    },
  },
  {
    // Only an interface can be merged with one of Node's own.
    files: ["**/*.d.ts"],
    rules: { "@typescript-eslint/consistent-type-definitions": "off" },
  },
  {
    // The type of Lambda's context demands three callbacks that it also calls deprecated.
    files: ["server/lambda-context.ts"],
    rules: { "@typescript-eslint/no-deprecated": "off" },
  },
);

type Module = { readonly __esModule?: boolean };

/** In place of `tslib` (6 KB): of its forty helpers the SDK's core uses two. */
export function __importDefault<T extends Module>(module: T): T | { readonly default: T } {
  return module.__esModule ? module : { default: module };
}

/** Only for `node:crypto`, of which a copy with every property would load Web Crypto as well. */
export function __importStar<T extends Module>(module: T): T {
  return module;
}

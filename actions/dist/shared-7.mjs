import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  assertNever,
  commitShaSchema,
  digestSchema,
  manifestPath,
  manifestSchema
} from "./shared-6.mjs";
import {
  InvalidInputError
} from "./shared-8.mjs";
import {
  ConflictError,
  TidegateError,
  UnavailableError,
  number,
  object,
  quoteValue,
  record,
  string,
  url
} from "./shared-2.mjs";

// node_modules/universal-user-agent/index.js
function getUserAgent() {
  if (typeof navigator === "object" && "userAgent" in navigator) {
    return navigator.userAgent;
  }
  if (typeof process === "object" && process.version !== void 0) {
    return `Node.js/${process.version.substr(1)} (${process.platform}; ${process.arch})`;
  }
  return "<environment undetectable>";
}

// node_modules/before-after-hook/lib/register.js
function register(state, name, method, options) {
  if (typeof method !== "function") {
    throw new Error("method for before hook must be a function");
  }
  if (!options) {
    options = {};
  }
  if (Array.isArray(name)) {
    return name.reverse().reduce((callback, name2) => {
      return register.bind(null, state, name2, callback, options);
    }, method)();
  }
  return Promise.resolve().then(() => {
    if (!state.registry[name]) {
      return method(options);
    }
    return state.registry[name].reduce((method2, registered) => {
      return registered.hook.bind(null, method2, options);
    }, method)();
  });
}

// node_modules/before-after-hook/lib/add.js
function addHook(state, kind, name, hook2) {
  const orig = hook2;
  if (!state.registry[name]) {
    state.registry[name] = [];
  }
  if (kind === "before") {
    hook2 = (method, options) => {
      return Promise.resolve().then(orig.bind(null, options)).then(method.bind(null, options));
    };
  }
  if (kind === "after") {
    hook2 = (method, options) => {
      let result;
      return Promise.resolve().then(method.bind(null, options)).then((result_) => {
        result = result_;
        return orig(result, options);
      }).then(() => {
        return result;
      });
    };
  }
  if (kind === "error") {
    hook2 = (method, options) => {
      return Promise.resolve().then(method.bind(null, options)).catch((error) => {
        return orig(error, options);
      });
    };
  }
  state.registry[name].push({
    hook: hook2,
    orig
  });
}

// node_modules/before-after-hook/lib/remove.js
function removeHook(state, name, method) {
  if (!state.registry[name]) {
    return;
  }
  const index = state.registry[name].map((registered) => {
    return registered.orig;
  }).indexOf(method);
  if (index === -1) {
    return;
  }
  state.registry[name].splice(index, 1);
}

// node_modules/before-after-hook/index.js
var bind = Function.bind;
var bindable = bind.bind(bind);
function bindApi(hook2, state, name) {
  const removeHookRef = bindable(removeHook, null).apply(
    null,
    name ? [state, name] : [state]
  );
  hook2.api = { remove: removeHookRef };
  hook2.remove = removeHookRef;
  ["before", "error", "after", "wrap"].forEach((kind) => {
    const args = name ? [state, kind, name] : [state, kind];
    hook2[kind] = hook2.api[kind] = bindable(addHook, null).apply(null, args);
  });
}
function Singular() {
  const singularHookName = /* @__PURE__ */ Symbol("Singular");
  const singularHookState = {
    registry: {}
  };
  const singularHook = register.bind(null, singularHookState, singularHookName);
  bindApi(singularHook, singularHookState, singularHookName);
  return singularHook;
}
function Collection() {
  const state = {
    registry: {}
  };
  const hook2 = register.bind(null, state);
  bindApi(hook2, state);
  return hook2;
}
var before_after_hook_default = { Singular, Collection };

// node_modules/@octokit/endpoint/dist-bundle/index.js
var VERSION = "0.0.0-development";
var userAgent = `octokit-endpoint.js/${VERSION} ${getUserAgent()}`;
var DEFAULTS = {
  method: "GET",
  baseUrl: "https://api.github.com",
  headers: {
    accept: "application/vnd.github.v3+json",
    "user-agent": userAgent
  },
  mediaType: {
    format: ""
  }
};
function lowercaseKeys(object2) {
  if (!object2) {
    return {};
  }
  return Object.keys(object2).reduce((newObj, key) => {
    newObj[key.toLowerCase()] = object2[key];
    return newObj;
  }, {});
}
function isPlainObject(value) {
  if (typeof value !== "object" || value === null) return false;
  if (Object.prototype.toString.call(value) !== "[object Object]") return false;
  const proto = Object.getPrototypeOf(value);
  if (proto === null) return true;
  const Ctor = Object.prototype.hasOwnProperty.call(proto, "constructor") && proto.constructor;
  return typeof Ctor === "function" && Ctor instanceof Ctor && Function.prototype.call(Ctor) === Function.prototype.call(value);
}
function mergeDeep(defaults, options) {
  const result = Object.assign({}, defaults);
  Object.keys(options).forEach((key) => {
    if (isPlainObject(options[key])) {
      if (!(key in defaults)) Object.assign(result, { [key]: options[key] });
      else result[key] = mergeDeep(defaults[key], options[key]);
    } else {
      Object.assign(result, { [key]: options[key] });
    }
  });
  return result;
}
function removeUndefinedProperties(obj) {
  for (const key in obj) {
    if (obj[key] === void 0) {
      delete obj[key];
    }
  }
  return obj;
}
function merge(defaults, route, options) {
  if (typeof route === "string") {
    let [method, url2] = route.split(" ");
    options = Object.assign(url2 ? { method, url: url2 } : { url: method }, options);
  } else {
    options = Object.assign({}, route);
  }
  options.headers = lowercaseKeys(options.headers);
  removeUndefinedProperties(options);
  removeUndefinedProperties(options.headers);
  const mergedOptions = mergeDeep(defaults || {}, options);
  if (options.url === "/graphql") {
    if (defaults && defaults.mediaType.previews?.length) {
      mergedOptions.mediaType.previews = defaults.mediaType.previews.filter(
        (preview) => !mergedOptions.mediaType.previews.includes(preview)
      ).concat(mergedOptions.mediaType.previews);
    }
    mergedOptions.mediaType.previews = (mergedOptions.mediaType.previews || []).map((preview) => preview.replace(/-preview/, ""));
  }
  return mergedOptions;
}
function addQueryParameters(url2, parameters) {
  const separator = /\?/.test(url2) ? "&" : "?";
  const names = Object.keys(parameters);
  if (names.length === 0) {
    return url2;
  }
  return url2 + separator + names.map((name) => {
    if (name === "q") {
      return "q=" + parameters.q.split("+").map(encodeURIComponent).join("+");
    }
    return `${name}=${encodeURIComponent(parameters[name])}`;
  }).join("&");
}
var urlVariableRegex = /\{[^{}}]+\}/g;
function removeNonChars(variableName) {
  return variableName.replace(/(?:^\W+)|(?:(?<!\W)\W+$)/g, "").split(/,/);
}
function extractUrlVariableNames(url2) {
  const matches = url2.match(urlVariableRegex);
  if (!matches) {
    return [];
  }
  return matches.map(removeNonChars).reduce((a, b) => a.concat(b), []);
}
function omit(object2, keysToOmit) {
  const result = { __proto__: null };
  for (const key of Object.keys(object2)) {
    if (keysToOmit.indexOf(key) === -1) {
      result[key] = object2[key];
    }
  }
  return result;
}
function encodeReserved(str) {
  return str.split(/(%[0-9A-Fa-f]{2})/g).map(function(part) {
    if (!/%[0-9A-Fa-f]/.test(part)) {
      part = encodeURI(part).replace(/%5B/g, "[").replace(/%5D/g, "]");
    }
    return part;
  }).join("");
}
function encodeUnreserved(str) {
  return encodeURIComponent(str).replace(/[!'()*]/g, function(c) {
    return "%" + c.charCodeAt(0).toString(16).toUpperCase();
  });
}
function encodeValue(operator, value, key) {
  value = operator === "+" || operator === "#" ? encodeReserved(value) : encodeUnreserved(value);
  if (key) {
    return encodeUnreserved(key) + "=" + value;
  } else {
    return value;
  }
}
function isDefined(value) {
  return value !== void 0 && value !== null;
}
function isKeyOperator(operator) {
  return operator === ";" || operator === "&" || operator === "?";
}
function getValues(context, operator, key, modifier) {
  var value = context[key], result = [];
  if (isDefined(value) && value !== "") {
    if (typeof value === "string" || typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
      value = value.toString();
      if (modifier && modifier !== "*") {
        value = value.substring(0, parseInt(modifier, 10));
      }
      result.push(
        encodeValue(operator, value, isKeyOperator(operator) ? key : "")
      );
    } else {
      if (modifier === "*") {
        if (Array.isArray(value)) {
          value.filter(isDefined).forEach(function(value2) {
            result.push(
              encodeValue(operator, value2, isKeyOperator(operator) ? key : "")
            );
          });
        } else {
          Object.keys(value).forEach(function(k) {
            if (isDefined(value[k])) {
              result.push(encodeValue(operator, value[k], k));
            }
          });
        }
      } else {
        const tmp = [];
        if (Array.isArray(value)) {
          value.filter(isDefined).forEach(function(value2) {
            tmp.push(encodeValue(operator, value2));
          });
        } else {
          Object.keys(value).forEach(function(k) {
            if (isDefined(value[k])) {
              tmp.push(encodeUnreserved(k));
              tmp.push(encodeValue(operator, value[k].toString()));
            }
          });
        }
        if (isKeyOperator(operator)) {
          result.push(encodeUnreserved(key) + "=" + tmp.join(","));
        } else if (tmp.length !== 0) {
          result.push(tmp.join(","));
        }
      }
    }
  } else {
    if (operator === ";") {
      if (isDefined(value)) {
        result.push(encodeUnreserved(key));
      }
    } else if (value === "" && (operator === "&" || operator === "?")) {
      result.push(encodeUnreserved(key) + "=");
    } else if (value === "") {
      result.push("");
    }
  }
  return result;
}
function parseUrl(template) {
  return {
    expand: expand.bind(null, template)
  };
}
function expand(template, context) {
  var operators = ["+", "#", ".", "/", ";", "?", "&"];
  template = template.replace(
    /\{([^\{\}]+)\}|([^\{\}]+)/g,
    function(_, expression, literal) {
      if (expression) {
        let operator = "";
        const values = [];
        if (operators.indexOf(expression.charAt(0)) !== -1) {
          operator = expression.charAt(0);
          expression = expression.substr(1);
        }
        expression.split(/,/g).forEach(function(variable) {
          var tmp = /([^:\*]*)(?::(\d+)|(\*))?/.exec(variable);
          values.push(getValues(context, operator, tmp[1], tmp[2] || tmp[3]));
        });
        if (operator && operator !== "+") {
          var separator = ",";
          if (operator === "?") {
            separator = "&";
          } else if (operator !== "#") {
            separator = operator;
          }
          return (values.length !== 0 ? operator : "") + values.join(separator);
        } else {
          return values.join(",");
        }
      } else {
        return encodeReserved(literal);
      }
    }
  );
  if (template === "/") {
    return template;
  } else {
    return template.replace(/\/$/, "");
  }
}
function parse(options) {
  let method = options.method.toUpperCase();
  let url2 = (options.url || "/").replace(/:([a-z]\w+)/g, "{$1}");
  let headers = Object.assign({}, options.headers);
  let body;
  let parameters = omit(options, [
    "method",
    "baseUrl",
    "url",
    "headers",
    "request",
    "mediaType"
  ]);
  const urlVariableNames = extractUrlVariableNames(url2);
  url2 = parseUrl(url2).expand(parameters);
  if (!/^http/.test(url2)) {
    url2 = options.baseUrl + url2;
  }
  const omittedParameters = Object.keys(options).filter((option) => urlVariableNames.includes(option)).concat("baseUrl");
  const remainingParameters = omit(parameters, omittedParameters);
  const isBinaryRequest = /application\/octet-stream/i.test(headers.accept);
  if (!isBinaryRequest) {
    if (options.mediaType.format) {
      headers.accept = headers.accept.split(/,/).map(
        (format) => format.replace(
          /application\/vnd(\.\w+)(\.v3)?(\.\w+)?(\+json)?$/,
          `application/vnd$1$2.${options.mediaType.format}`
        )
      ).join(",");
    }
    if (url2.endsWith("/graphql")) {
      if (options.mediaType.previews?.length) {
        const previewsFromAcceptHeader = headers.accept.match(/(?<![\w-])[\w-]+(?=-preview)/g) || [];
        headers.accept = previewsFromAcceptHeader.concat(options.mediaType.previews).map((preview) => {
          const format = options.mediaType.format ? `.${options.mediaType.format}` : "+json";
          return `application/vnd.github.${preview}-preview${format}`;
        }).join(",");
      }
    }
  }
  if (["GET", "HEAD"].includes(method)) {
    url2 = addQueryParameters(url2, remainingParameters);
  } else {
    if ("data" in remainingParameters) {
      body = remainingParameters.data;
    } else {
      if (Object.keys(remainingParameters).length) {
        body = remainingParameters;
      }
    }
  }
  if (!headers["content-type"] && typeof body !== "undefined") {
    headers["content-type"] = "application/json; charset=utf-8";
  }
  if (["PATCH", "PUT"].includes(method) && typeof body === "undefined") {
    body = "";
  }
  return Object.assign(
    { method, url: url2, headers },
    typeof body !== "undefined" ? { body } : null,
    options.request ? { request: options.request } : null
  );
}
function endpointWithDefaults(defaults, route, options) {
  return parse(merge(defaults, route, options));
}
function withDefaults(oldDefaults, newDefaults) {
  const DEFAULTS2 = merge(oldDefaults, newDefaults);
  const endpoint2 = endpointWithDefaults.bind(null, DEFAULTS2);
  return Object.assign(endpoint2, {
    DEFAULTS: DEFAULTS2,
    defaults: withDefaults.bind(null, DEFAULTS2),
    merge: merge.bind(null, DEFAULTS2),
    parse
  });
}
var endpoint = withDefaults(null, DEFAULTS);

// node_modules/content-type/dist/index.js
var SP = 32;
var HTAB = 9;
var SEMI = 59;
var EQ = 61;
var DQUOTE = 34;
var BSLASH = 92;
var COMMA = 44;
var LOWER_CASE = 1;
var OWS = 2;
var SEMI_FLAG = 4;
var COMMA_FLAG = 8;
var TOKEN_FLAG = 16;
var NON_ASCII = 65280;
var CASE_FLAGS = LOWER_CASE | NON_ASCII;
var CHAR_MAP = new Uint8Array(256);
CHAR_MAP[HTAB] |= OWS;
CHAR_MAP[SP] |= OWS;
CHAR_MAP[SEMI] |= SEMI_FLAG;
CHAR_MAP[COMMA] |= COMMA_FLAG;
for (let code = 128; code <= 255; code++) {
  CHAR_MAP[code] |= LOWER_CASE;
}
for (const char of "!#$%&'*+-.^_`|~") {
  CHAR_MAP[char.charCodeAt(0)] |= TOKEN_FLAG;
}
for (let code = 48; code <= 57; code++) {
  CHAR_MAP[code] |= TOKEN_FLAG;
}
for (let code = 65; code <= 90; code++) {
  CHAR_MAP[code] |= LOWER_CASE | TOKEN_FLAG;
}
for (let code = 97; code <= 122; code++) {
  CHAR_MAP[code] |= TOKEN_FLAG;
}
var NullObject = /* @__PURE__ */ (() => {
  const C = function() {
  };
  C.prototype = /* @__PURE__ */ Object.create(null);
  return C;
})();
function parse2(header, options) {
  const stopFlags = SEMI_FLAG | (options?.comma === true ? COMMA_FLAG : 0);
  const len = header.length;
  let valueStart = options?.start ?? 0;
  while ((CHAR_MAP[header.charCodeAt(valueStart)] & OWS) !== 0) {
    valueStart++;
  }
  let index = valueStart;
  let typeFlags = 0;
  let whitespace = -1;
  let stop = options?.parameters === false ? COMMA_FLAG : 0;
  while (index < len) {
    const code = header.charCodeAt(index);
    const flags = CHAR_MAP[code];
    if ((flags & stopFlags) !== 0) {
      stop |= flags & COMMA_FLAG;
      break;
    }
    if ((flags & OWS) !== 0) {
      if (whitespace === -1)
        whitespace = index;
    } else {
      whitespace = -1;
    }
    typeFlags |= code & NON_ASCII | flags;
    index++;
  }
  const valueEnd = whitespace === -1 ? index : whitespace;
  const value = header.slice(valueStart, valueEnd);
  const type = (typeFlags & CASE_FLAGS) === 0 ? value : value.toLowerCase();
  if (index === len || stop !== 0) {
    return { type, index, parameters: new NullObject() };
  }
  return parseParameters(header, type, index, len, stopFlags);
}
function parseParameters(header, type, index, len, stopFlags) {
  const parameters = new NullObject();
  parameter: while (index < len) {
    index++;
    while ((CHAR_MAP[header.charCodeAt(index)] & OWS) !== 0) {
      index++;
    }
    const keyStart = index;
    let keyFlags = 0;
    let keyWhitespace = -1;
    while (index < len) {
      const code = header.charCodeAt(index);
      const flags = CHAR_MAP[code];
      if ((flags & stopFlags) !== 0) {
        if ((flags & COMMA_FLAG) !== 0)
          break parameter;
        continue parameter;
      }
      if (code === EQ) {
        const keyEnd = keyWhitespace === -1 ? index : keyWhitespace;
        const value = header.slice(keyStart, keyEnd);
        const key = (keyFlags & CASE_FLAGS) === 0 ? value : value.toLowerCase();
        index++;
        while ((CHAR_MAP[header.charCodeAt(index)] & OWS) !== 0) {
          index++;
        }
        if (index < len && header.charCodeAt(index) === DQUOTE) {
          const quotedStart = ++index;
          let escaped = false;
          while (index < len) {
            const code2 = header.charCodeAt(index);
            if (code2 === DQUOTE) {
              if (parameters[key] === void 0) {
                parameters[key] = escaped ? unescapeQuotedPairs(header, quotedStart, index) : header.slice(quotedStart, index);
              }
              index++;
              let stop2 = 0;
              while (index < len) {
                const code3 = header.charCodeAt(index);
                const flags2 = CHAR_MAP[code3];
                if ((flags2 & stopFlags) !== 0) {
                  stop2 = flags2 & COMMA_FLAG;
                  break;
                }
                index++;
              }
              if (stop2 !== 0)
                break parameter;
              continue parameter;
            }
            if (code2 === BSLASH && index + 1 < len) {
              escaped = true;
              index += 2;
              continue;
            }
            index++;
          }
          continue parameter;
        }
        const valueStart = index;
        let stop = 0;
        let valueWhitespace = -1;
        while (index < len) {
          const code2 = header.charCodeAt(index);
          const flags2 = CHAR_MAP[code2];
          if ((flags2 & stopFlags) !== 0) {
            stop = flags2 & COMMA_FLAG;
            break;
          }
          if ((flags2 & OWS) !== 0) {
            if (valueWhitespace === -1)
              valueWhitespace = index;
          } else {
            valueWhitespace = -1;
          }
          index++;
        }
        if (parameters[key] === void 0) {
          const valueEnd = valueWhitespace === -1 ? index : valueWhitespace;
          parameters[key] = header.slice(valueStart, valueEnd);
        }
        if (stop !== 0)
          break parameter;
        continue parameter;
      }
      if ((flags & OWS) !== 0) {
        if (keyWhitespace === -1)
          keyWhitespace = index;
      } else {
        keyWhitespace = -1;
      }
      keyFlags |= code & NON_ASCII | flags;
      index++;
    }
  }
  return { type, index, parameters };
}
function unescapeQuotedPairs(str, start, end) {
  let result = "";
  for (let index = start; index < end; index++) {
    if (str.charCodeAt(index) === BSLASH) {
      result += str.slice(start, index);
      start = ++index;
    }
  }
  return result + str.slice(start, end);
}

// node_modules/json-with-bigint/json-with-bigint.js
var intRegex = /^-?\d+$/;
var noiseValue = /^-?\d+n+$/;
var originalStringify = JSON.stringify;
var originalParse = JSON.parse;
var customFormat = /^-?\d+n$/;
var bigIntsStringify = /([\[:])?"(-?\d+)n"($|\s*[,\}\]])/g;
var noiseStringify = /([\[:])?("-?\d+n+)n("$|"\s*[,\}\]])/g;
var isUnstringifiable = (val) => val === void 0 || typeof val === "function" || typeof val === "symbol";
var isRawJSON = (val) => val !== null && typeof val === "object" && val.constructor && val.constructor.name === "RawJSON";
var stringifyIteratively = (rootValue, replacer, spaceParam) => {
  let space = "";
  if (typeof spaceParam === "number") {
    space = " ".repeat(Math.min(10, Math.max(0, Math.floor(spaceParam))));
  } else if (typeof spaceParam === "string") {
    space = spaceParam.slice(0, 10);
  }
  const isFunctionReplacer = typeof replacer === "function";
  const propertyList = Array.isArray(replacer) ? new Set(replacer.map(String)) : null;
  const prepareVal = (parent, key, val) => {
    const isObject2 = val !== null && typeof val === "object";
    const hasToJSON = isObject2 && typeof val.toJSON === "function";
    if (hasToJSON) {
      val = val.toJSON(key);
    }
    const isNoise = typeof val === "string" && noiseValue.test(val);
    if (isNoise) return val + "n";
    const isBigInt = typeof val === "bigint";
    if (isBigInt) {
      const supportsRawJSON = "rawJSON" in JSON;
      if (supportsRawJSON) return JSON.rawJSON(val.toString());
      return val.toString() + "n";
    }
    if (isFunctionReplacer) {
      val = replacer.call(parent, key, val);
    }
    const isPostReplacerObject = val !== null && typeof val === "object";
    if (isPostReplacerObject) {
      const isPrimitiveWrapper = val instanceof Number || val instanceof String || val instanceof Boolean;
      if (isPrimitiveWrapper) {
        val = val.valueOf();
      }
    }
    return val;
  };
  const rootProcessed = prepareVal({ "": rootValue }, "", rootValue);
  if (isUnstringifiable(rootProcessed)) {
    return void 0;
  }
  const isRootPrimitive = rootProcessed === null || typeof rootProcessed !== "object";
  const isRootNativeRawJSON = isRawJSON(rootProcessed);
  if (isRootPrimitive || isRootNativeRawJSON) {
    return originalStringify(rootProcessed);
  }
  const chunks = [];
  let level = 0;
  const stack = [
    {
      parent: { "": rootProcessed },
      key: "",
      val: rootProcessed,
      isArray: Array.isArray(rootProcessed),
      keys: Array.isArray(rootProcessed) ? null : Object.keys(rootProcessed),
      index: 0,
      first: true
    }
  ];
  const visited = new WeakSet([rootProcessed]);
  while (stack.length > 0) {
    const node = stack[stack.length - 1];
    if (node.index === 0) {
      chunks.push(node.isArray ? "[" : "{");
      level++;
    }
    let isDone = false;
    if (node.isArray) {
      if (node.index < node.val.length) {
        if (!node.first) chunks.push(",");
        if (space) chunks.push("\n" + space.repeat(level));
        const childRaw = node.val[node.index];
        const childVal = prepareVal(node.val, String(node.index), childRaw);
        if (isUnstringifiable(childVal)) {
          chunks.push("null");
          node.first = false;
          node.index++;
        } else {
          const isComplexObject = childVal !== null && typeof childVal === "object";
          const isNativeRaw = isRawJSON(childVal);
          if (isComplexObject && !isNativeRaw) {
            if (visited.has(childVal)) {
              throw new TypeError("Converting circular structure to JSON");
            }
            visited.add(childVal);
            stack.push({
              parent: node.val,
              key: String(node.index),
              val: childVal,
              isArray: Array.isArray(childVal),
              keys: Array.isArray(childVal) ? null : Object.keys(childVal),
              index: 0,
              first: true
            });
            node.first = false;
            node.index++;
          } else {
            chunks.push(originalStringify(childVal));
            node.first = false;
            node.index++;
          }
        }
      } else {
        isDone = true;
      }
    } else {
      while (node.index < node.keys.length) {
        const k = node.keys[node.index++];
        const isFilteredOutByArray = propertyList && !propertyList.has(k);
        if (isFilteredOutByArray) continue;
        const childRaw = node.val[k];
        const childVal = prepareVal(node.val, k, childRaw);
        if (isUnstringifiable(childVal)) continue;
        if (!node.first) chunks.push(",");
        if (space) {
          chunks.push("\n" + space.repeat(level) + originalStringify(k) + ": ");
        } else {
          chunks.push(originalStringify(k) + ":");
        }
        const isComplexObject = childVal !== null && typeof childVal === "object";
        const isNativeRaw = isRawJSON(childVal);
        if (isComplexObject && !isNativeRaw) {
          if (visited.has(childVal)) {
            throw new TypeError("Converting circular structure to JSON");
          }
          visited.add(childVal);
          stack.push({
            parent: node.val,
            key: k,
            val: childVal,
            isArray: Array.isArray(childVal),
            keys: Array.isArray(childVal) ? null : Object.keys(childVal),
            index: 0,
            first: true
          });
          node.first = false;
          break;
        } else {
          chunks.push(originalStringify(childVal));
          node.first = false;
        }
      }
      const isNodeFullyProcessed = node.index >= node.keys.length && stack[stack.length - 1] === node;
      if (isNodeFullyProcessed) {
        isDone = true;
      }
    }
    if (isDone) {
      level--;
      if (!node.first && space) chunks.push("\n" + space.repeat(level));
      chunks.push(node.isArray ? "]" : "}");
      visited.delete(node.val);
      stack.pop();
    }
  }
  return chunks.join("");
};
var JSONStringify = (value, replacer, space) => {
  try {
    const supportsRawJSON = "rawJSON" in JSON;
    if (supportsRawJSON) {
      return originalStringify(
        value,
        (key, val) => {
          if (typeof val === "bigint") return JSON.rawJSON(val.toString());
          const hasFunctionReplacer = typeof replacer === "function";
          if (hasFunctionReplacer) return replacer(key, val);
          const isKeyInArrayReplacer = Array.isArray(replacer) && replacer.includes(key);
          if (isKeyInArrayReplacer) return val;
          return val;
        },
        space
      );
    }
    if (!value) return originalStringify(value, replacer, space);
    const convertedToCustomJSON = originalStringify(
      value,
      (key, val) => {
        const isNoise = typeof val === "string" && noiseValue.test(val);
        if (isNoise) return val.toString() + "n";
        if (typeof val === "bigint") return val.toString() + "n";
        const hasFunctionReplacer = typeof replacer === "function";
        if (hasFunctionReplacer) return replacer(key, val);
        const isKeyInArrayReplacer = Array.isArray(replacer) && replacer.includes(key);
        if (isKeyInArrayReplacer) return val;
        return val;
      },
      space
    );
    const processedJSON = convertedToCustomJSON.replace(
      bigIntsStringify,
      "$1$2$3"
    );
    const denoisedJSON = processedJSON.replace(noiseStringify, "$1$2$3");
    return denoisedJSON;
  } catch (error) {
    if (error instanceof RangeError) {
      const convertedJSON = stringifyIteratively(value, replacer, space);
      if (convertedJSON === void 0) return void 0;
      const supportsRawJSON = "rawJSON" in JSON;
      if (supportsRawJSON) return convertedJSON;
      const processedJSON = convertedJSON.replace(bigIntsStringify, "$1$2$3");
      return processedJSON.replace(noiseStringify, "$1$2$3");
    }
    throw error;
  }
};
var featureCache = /* @__PURE__ */ new Map();
var isContextSourceSupported = () => {
  const parseFingerprint = JSON.parse.toString();
  if (featureCache.has(parseFingerprint)) {
    return featureCache.get(parseFingerprint);
  }
  try {
    const result = JSON.parse(
      "1",
      (_, __, context) => !!context?.source && context.source === "1"
    );
    featureCache.set(parseFingerprint, result);
    return result;
  } catch {
    featureCache.set(parseFingerprint, false);
    return false;
  }
};
var convertMarkedBigIntsReviver = (key, value, context, userReviver) => {
  const isCustomFormatBigInt = typeof value === "string" && customFormat.test(value);
  if (isCustomFormatBigInt) return BigInt(value.slice(0, -1));
  const isNoiseValue = typeof value === "string" && noiseValue.test(value);
  if (isNoiseValue) return value.slice(0, -1);
  const hasUserReviver = typeof userReviver === "function";
  if (!hasUserReviver) return value;
  return userReviver(key, value, context);
};
var JSONParseV2 = (text, reviver) => {
  return JSON.parse(text, (key, value, context) => {
    const isNumber = typeof value === "number";
    const isOutOfBounds = value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER;
    const isBigNumber = isNumber && isOutOfBounds;
    const isInt = context && intRegex.test(context.source);
    const isBigInt = isBigNumber && isInt;
    if (isBigInt) return BigInt(context.source);
    const hasCustomReviver = typeof reviver === "function";
    if (!hasCustomReviver) return value;
    return reviver(key, value, context);
  });
};
var MAX_INT = Number.MAX_SAFE_INTEGER.toString();
var MAX_DIGITS = MAX_INT.length;
var stringsOrLargeNumbers = /"(?:[^"\\]|\\.)*"|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/g;
var noiseValueWithQuotes = /^"-?\d+n+"$/;
var applyReviverIteratively = (parsed, userReviver) => {
  const rootHolder = { "": parsed };
  const stack = [{ parent: rootHolder, key: "", visited: false }];
  while (stack.length > 0) {
    const node = stack[stack.length - 1];
    if (!node.visited) {
      node.visited = true;
      const value = node.parent[node.key];
      const isComplexObject = value !== null && typeof value === "object";
      if (isComplexObject) {
        const keys = Object.keys(value);
        for (let i = keys.length - 1; i >= 0; i--) {
          stack.push({ parent: value, key: keys[i], visited: false });
        }
      }
    } else {
      const { parent, key } = node;
      let value = parent[key];
      if (typeof value === "string") {
        const isCustomFormatBigInt = customFormat.test(value);
        if (isCustomFormatBigInt) {
          value = BigInt(value.slice(0, -1));
        } else {
          const isNoise = noiseValue.test(value);
          if (isNoise) value = value.slice(0, -1);
        }
      }
      const hasUserReviver = typeof userReviver === "function";
      if (hasUserReviver) {
        value = userReviver.call(parent, key, value);
      }
      const isDeleted = value === void 0;
      if (isDeleted) {
        delete parent[key];
      } else {
        parent[key] = value;
      }
      stack.pop();
    }
  }
  return rootHolder[""];
};
var serializeBigInts = (text) => {
  return text.replace(
    stringsOrLargeNumbers,
    (match, digits, fractional, exponential) => {
      const isString = match[0] === '"';
      const isNoise = isString && noiseValueWithQuotes.test(match);
      if (isNoise) return match.substring(0, match.length - 1) + 'n"';
      const hasFractionalOrExponential = fractional || exponential;
      const isLessThanMaxSafeInt = digits && (digits.length < MAX_DIGITS || digits.length === MAX_DIGITS && digits <= MAX_INT);
      const isStandardValue = isString || hasFractionalOrExponential || isLessThanMaxSafeInt;
      if (isStandardValue) return match;
      return '"' + match + 'n"';
    }
  );
};
var JSONParse = (text, reviver) => {
  if (!text) return originalParse(text, reviver);
  try {
    if (isContextSourceSupported()) return JSONParseV2(text, reviver);
    const serializedData = serializeBigInts(text);
    return originalParse(
      serializedData,
      (key, value, context) => convertMarkedBigIntsReviver(key, value, context, reviver)
    );
  } catch (error) {
    if (error instanceof RangeError) {
      const serializedData = serializeBigInts(text);
      const parsed = originalParse(serializedData);
      return applyReviverIteratively(parsed, reviver);
    }
    throw error;
  }
};

// node_modules/@octokit/request-error/dist-src/index.js
var RequestError = class extends Error {
  name;
  /**
   * http status code
   */
  status;
  /**
   * Request options that lead to the error.
   */
  request;
  /**
   * Response object if a response was received
   */
  response;
  constructor(message, statusCode, options) {
    super(message, { cause: options.cause });
    this.name = "HttpError";
    this.status = Number.parseInt(statusCode);
    if (Number.isNaN(this.status)) {
      this.status = 0;
    }
    if ("response" in options) {
      this.response = options.response;
    }
    const requestCopy = Object.assign({}, options.request);
    if (options.request.headers.authorization) {
      requestCopy.headers = Object.assign({}, options.request.headers, {
        authorization: options.request.headers.authorization.replace(
          /(?<! ) .*$/,
          " [REDACTED]"
        )
      });
    }
    requestCopy.url = requestCopy.url.replace(/\bclient_secret=\w+/g, "client_secret=[REDACTED]").replace(/\baccess_token=\w+/g, "access_token=[REDACTED]");
    this.request = requestCopy;
  }
};

// node_modules/@octokit/request/dist-bundle/index.js
var VERSION2 = "10.0.16";
var defaults_default = {
  headers: {
    "user-agent": `octokit-request.js/${VERSION2} ${getUserAgent()}`
  }
};
function isPlainObject2(value) {
  if (typeof value !== "object" || value === null) return false;
  if (Object.prototype.toString.call(value) !== "[object Object]") return false;
  const proto = Object.getPrototypeOf(value);
  if (proto === null) return true;
  const Ctor = Object.prototype.hasOwnProperty.call(proto, "constructor") && proto.constructor;
  return typeof Ctor === "function" && Ctor instanceof Ctor && Function.prototype.call(Ctor) === Function.prototype.call(value);
}
var noop = () => "";
async function fetchWrapper(requestOptions) {
  const fetch2 = requestOptions.request?.fetch || globalThis.fetch;
  if (!fetch2) {
    throw new Error(
      "fetch is not set. Please pass a fetch implementation as new Octokit({ request: { fetch }}). Learn more at https://github.com/octokit/octokit.js/#fetch-missing"
    );
  }
  const log = requestOptions.request?.log || console;
  const parseSuccessResponseBody = requestOptions.request?.parseSuccessResponseBody !== false;
  const body = isPlainObject2(requestOptions.body) || Array.isArray(requestOptions.body) ? JSONStringify(requestOptions.body) : requestOptions.body;
  const requestHeaders = Object.fromEntries(
    Object.entries(requestOptions.headers).map(([name, value]) => [
      name,
      String(value)
    ])
  );
  let fetchResponse;
  try {
    fetchResponse = await fetch2(requestOptions.url, {
      method: requestOptions.method,
      body,
      redirect: requestOptions.request?.redirect,
      headers: requestHeaders,
      signal: requestOptions.request?.signal,
      // duplex must be set if request.body is ReadableStream or Async Iterables.
      // See https://fetch.spec.whatwg.org/#dom-requestinit-duplex.
      ...requestOptions.body && { duplex: "half" }
    });
  } catch (error) {
    let message = "Unknown Error";
    if (error instanceof Error) {
      if (error.name === "AbortError") {
        error.status = 500;
        throw error;
      }
      message = error.message;
      if (error.name === "TypeError" && "cause" in error) {
        if (error.cause instanceof Error) {
          message = error.cause.message;
        } else if (typeof error.cause === "string") {
          message = error.cause;
        }
      }
    }
    const requestError = new RequestError(message, 500, {
      request: requestOptions
    });
    requestError.cause = error;
    throw requestError;
  }
  const status = fetchResponse.status;
  const url2 = fetchResponse.url;
  const responseHeaders = {};
  for (const [key, value] of fetchResponse.headers) {
    responseHeaders[key] = value;
  }
  const octokitResponse = {
    url: url2,
    status,
    headers: responseHeaders,
    data: ""
  };
  if ("deprecation" in responseHeaders) {
    const matches = responseHeaders.link && responseHeaders.link.match(/<([^<>]+)>; rel="deprecation"/);
    const deprecationLink = matches && matches.pop();
    log.warn(
      `[@octokit/request] "${requestOptions.method} ${requestOptions.url}" is deprecated. It is scheduled to be removed on ${responseHeaders.sunset}${deprecationLink ? `. See ${deprecationLink}` : ""}`
    );
  }
  if (status === 204 || status === 205) {
    return octokitResponse;
  }
  if (requestOptions.method === "HEAD") {
    if (status < 400) {
      return octokitResponse;
    }
    throw new RequestError(fetchResponse.statusText, status, {
      response: octokitResponse,
      request: requestOptions
    });
  }
  if (status === 304) {
    octokitResponse.data = await getResponseData(fetchResponse);
    throw new RequestError("Not modified", status, {
      response: octokitResponse,
      request: requestOptions
    });
  }
  if (status >= 400) {
    octokitResponse.data = await getResponseData(fetchResponse);
    throw new RequestError(toErrorMessage(octokitResponse.data), status, {
      response: octokitResponse,
      request: requestOptions
    });
  }
  octokitResponse.data = parseSuccessResponseBody ? await getResponseData(fetchResponse) : fetchResponse.body;
  return octokitResponse;
}
async function getResponseData(response) {
  const contentType = response.headers.get("content-type");
  if (!contentType) {
    return response.text().catch(noop);
  }
  const mimetype = parse2(contentType);
  if (isJSONResponse(mimetype)) {
    let text = "";
    try {
      text = await response.text();
      return JSONParse(text);
    } catch (err) {
      return text;
    }
  } else if (mimetype.type.startsWith("text/") || // `application/octet-stream` is the canonical "arbitrary binary" type
  // (RFC 2046) and must never be decoded as text, even when the response
  // carries a (misleading) `charset=utf-8` parameter — see #751.
  mimetype.parameters.charset?.toLowerCase() === "utf-8" && mimetype.type !== "application/octet-stream") {
    return response.text().catch(noop);
  } else {
    return response.arrayBuffer().catch(
      /* v8 ignore next -- @preserve */
      () => new ArrayBuffer(0)
    );
  }
}
function isJSONResponse(mimetype) {
  return mimetype.type === "application/json" || mimetype.type === "application/scim+json";
}
function toErrorMessage(data) {
  if (typeof data === "string") {
    return data;
  }
  if (data instanceof ArrayBuffer) {
    return "Unknown error";
  }
  if (typeof data === "object" && data !== null && "message" in data) {
    const objectData = data;
    const suffix = "documentation_url" in objectData ? ` - ${objectData.documentation_url}` : "";
    return Array.isArray(objectData.errors) ? `${objectData.message}: ${objectData.errors.map((v) => JSON.stringify(v)).join(", ")}${suffix}` : `${objectData.message}${suffix}`;
  }
  return `Unknown error: ${JSON.stringify(data)}`;
}
function withDefaults2(oldEndpoint, newDefaults) {
  const endpoint2 = oldEndpoint.defaults(newDefaults);
  const newApi = function(route, parameters) {
    const endpointOptions = endpoint2.merge(route, parameters);
    if (!endpointOptions.request || !endpointOptions.request.hook) {
      return fetchWrapper(endpoint2.parse(endpointOptions));
    }
    const request2 = (route2, parameters2) => {
      return fetchWrapper(
        endpoint2.parse(endpoint2.merge(route2, parameters2))
      );
    };
    Object.assign(request2, {
      endpoint: endpoint2,
      defaults: withDefaults2.bind(null, endpoint2)
    });
    return endpointOptions.request.hook(request2, endpointOptions);
  };
  return Object.assign(newApi, {
    endpoint: endpoint2,
    defaults: withDefaults2.bind(null, endpoint2)
  });
}
var request = withDefaults2(endpoint, defaults_default);

// node_modules/@octokit/graphql/dist-bundle/index.js
var VERSION3 = "0.0.0-development";
function _buildMessageForResponseErrors(data) {
  return `Request failed due to following response errors:
` + data.errors.map((e) => ` - ${e.message}`).join("\n");
}
var GraphqlResponseError = class extends Error {
  constructor(request2, headers, response) {
    super(_buildMessageForResponseErrors(response));
    this.request = request2;
    this.headers = headers;
    this.response = response;
    this.errors = response.errors;
    this.data = response.data;
    if (Error.captureStackTrace) {
      Error.captureStackTrace(this, this.constructor);
    }
  }
  request;
  headers;
  response;
  name = "GraphqlResponseError";
  errors;
  data;
};
var NON_VARIABLE_OPTIONS = [
  "method",
  "baseUrl",
  "url",
  "headers",
  "request",
  "query",
  "mediaType",
  "operationName"
];
var FORBIDDEN_VARIABLE_OPTIONS = ["query", "method", "url"];
var GHES_V3_SUFFIX_REGEX = /\/api\/v3\/?$/;
function graphql(request2, query, options) {
  if (options) {
    if (typeof query === "string" && "query" in options) {
      return Promise.reject(
        new Error(`[@octokit/graphql] "query" cannot be used as variable name`)
      );
    }
    for (const key in options) {
      if (!FORBIDDEN_VARIABLE_OPTIONS.includes(key)) continue;
      return Promise.reject(
        new Error(
          `[@octokit/graphql] "${key}" cannot be used as variable name`
        )
      );
    }
  }
  const parsedOptions = typeof query === "string" ? Object.assign({ query }, options) : query;
  const requestOptions = Object.keys(
    parsedOptions
  ).reduce((result, key) => {
    if (NON_VARIABLE_OPTIONS.includes(key)) {
      result[key] = parsedOptions[key];
      return result;
    }
    if (!result.variables) {
      result.variables = {};
    }
    result.variables[key] = parsedOptions[key];
    return result;
  }, {});
  const baseUrl = parsedOptions.baseUrl || request2.endpoint.DEFAULTS.baseUrl;
  if (GHES_V3_SUFFIX_REGEX.test(baseUrl)) {
    requestOptions.url = baseUrl.replace(GHES_V3_SUFFIX_REGEX, "/api/graphql");
  }
  return request2(requestOptions).then((response) => {
    if (response.data.errors) {
      const headers = {};
      for (const key of Object.keys(response.headers)) {
        headers[key] = response.headers[key];
      }
      throw new GraphqlResponseError(
        requestOptions,
        headers,
        response.data
      );
    }
    return response.data.data;
  });
}
function withDefaults3(request2, newDefaults) {
  const newRequest = request2.defaults(newDefaults);
  const newApi = (query, options) => {
    return graphql(newRequest, query, options);
  };
  return Object.assign(newApi, {
    defaults: withDefaults3.bind(null, newRequest),
    endpoint: newRequest.endpoint
  });
}
var graphql2 = withDefaults3(request, {
  headers: {
    "user-agent": `octokit-graphql.js/${VERSION3} ${getUserAgent()}`
  },
  method: "POST",
  url: "/graphql"
});
function withCustomRequest(customRequest) {
  return withDefaults3(customRequest, {
    method: "POST",
    url: "/graphql"
  });
}

// node_modules/@octokit/auth-token/dist-bundle/index.js
var b64url = "(?:[a-zA-Z0-9_-]+)";
var sep = "\\.";
var jwtRE = new RegExp(`^${b64url}${sep}${b64url}${sep}${b64url}$`);
var isJWT = jwtRE.test.bind(jwtRE);
async function auth(token) {
  const isApp = isJWT(token);
  const isInstallation = token.startsWith("v1.") || token.startsWith("ghs_");
  const isUserToServer = token.startsWith("ghu_");
  const tokenType = isApp ? "app" : isInstallation ? "installation" : isUserToServer ? "user-to-server" : "oauth";
  return {
    type: "token",
    token,
    tokenType
  };
}
function withAuthorizationPrefix(token) {
  if (token.split(/\./).length === 3) {
    return `bearer ${token}`;
  }
  return `token ${token}`;
}
async function hook(token, request2, route, parameters) {
  const endpoint2 = request2.endpoint.merge(
    route,
    parameters
  );
  endpoint2.headers.authorization = withAuthorizationPrefix(token);
  return request2(endpoint2);
}
var createTokenAuth = function createTokenAuth2(token) {
  if (!token) {
    throw new Error("[@octokit/auth-token] No token passed to createTokenAuth");
  }
  if (typeof token !== "string") {
    throw new Error(
      "[@octokit/auth-token] Token passed to createTokenAuth is not a string"
    );
  }
  token = token.replace(/^(token|bearer) +/i, "");
  return Object.assign(auth.bind(null, token), {
    hook: hook.bind(null, token)
  });
};

// node_modules/@octokit/core/dist-src/version.js
var VERSION4 = "7.0.8";

// node_modules/@octokit/core/dist-src/index.js
var noop2 = () => {
};
var consoleWarn = console.warn.bind(console);
var consoleError = console.error.bind(console);
function createLogger(logger = {}) {
  if (typeof logger.debug !== "function") {
    logger.debug = noop2;
  }
  if (typeof logger.info !== "function") {
    logger.info = noop2;
  }
  if (typeof logger.warn !== "function") {
    logger.warn = consoleWarn;
  }
  if (typeof logger.error !== "function") {
    logger.error = consoleError;
  }
  return logger;
}
var userAgentTrail = `octokit-core.js/${VERSION4} ${getUserAgent()}`;
var Octokit = class {
  static VERSION = VERSION4;
  static defaults(defaults) {
    const OctokitWithDefaults = class extends this {
      constructor(...args) {
        const options = args[0] || {};
        if (typeof defaults === "function") {
          super(defaults(options));
          return;
        }
        super(
          Object.assign(
            {},
            defaults,
            options,
            options.userAgent && defaults.userAgent ? {
              userAgent: `${options.userAgent} ${defaults.userAgent}`
            } : null
          )
        );
      }
    };
    return OctokitWithDefaults;
  }
  static plugins = [];
  /**
   * Attach a plugin (or many) to your Octokit instance.
   *
   * @example
   * const API = Octokit.plugin(plugin1, plugin2, plugin3, ...)
   */
  static plugin(...newPlugins) {
    const currentPlugins = this.plugins;
    const NewOctokit = class extends this {
      static plugins = currentPlugins.concat(
        newPlugins.filter((plugin) => !currentPlugins.includes(plugin))
      );
    };
    return NewOctokit;
  }
  constructor(options = {}) {
    const hook2 = new before_after_hook_default.Collection();
    const requestDefaults = {
      baseUrl: request.endpoint.DEFAULTS.baseUrl,
      headers: {},
      request: Object.assign({}, options.request, {
        // @ts-ignore internal usage only, no need to type
        hook: hook2.bind(null, "request")
      }),
      mediaType: {
        previews: [],
        format: ""
      }
    };
    requestDefaults.headers["user-agent"] = options.userAgent ? `${options.userAgent} ${userAgentTrail}` : userAgentTrail;
    if (options.baseUrl) {
      requestDefaults.baseUrl = options.baseUrl;
    }
    if (options.previews) {
      requestDefaults.mediaType.previews = options.previews;
    }
    if (options.timeZone) {
      requestDefaults.headers["time-zone"] = options.timeZone;
    }
    this.request = request.defaults(requestDefaults);
    this.graphql = withCustomRequest(this.request).defaults(requestDefaults);
    this.log = createLogger(options.log);
    this.hook = hook2;
    if (!options.authStrategy) {
      if (!options.auth) {
        this.auth = async () => ({
          type: "unauthenticated"
        });
      } else {
        const auth2 = createTokenAuth(options.auth);
        hook2.wrap("request", auth2.hook);
        this.auth = auth2;
      }
    } else {
      const { authStrategy, ...otherOptions } = options;
      const auth2 = authStrategy(
        Object.assign(
          {
            request: this.request,
            log: this.log,
            // we pass the current octokit instance as well as its constructor options
            // to allow for authentication strategies that return a new octokit instance
            // that shares the same internal state as the current one. The original
            // requirement for this was the "event-octokit" authentication strategy
            // of https://github.com/probot/octokit-auth-probot.
            octokit: this,
            octokitOptions: otherOptions
          },
          options.auth
        )
      );
      hook2.wrap("request", auth2.hook);
      this.auth = auth2;
    }
    const classConstructor = this.constructor;
    for (let i = 0; i < classConstructor.plugins.length; ++i) {
      Object.assign(this, classConstructor.plugins[i](this, options));
    }
  }
  // assigned during constructor
  request;
  graphql;
  log;
  hook;
  // TODO: type `octokit.auth` based on passed options.authStrategy
  auth;
};

// node_modules/@octokit/plugin-paginate-rest/dist-bundle/index.js
var VERSION5 = "0.0.0-development";
function normalizePaginatedListResponse(response) {
  if (!response.data) {
    return {
      ...response,
      data: []
    };
  }
  const responseNeedsNormalization = ("total_count" in response.data || "total_commits" in response.data) && !("url" in response.data);
  if (!responseNeedsNormalization) return response;
  const incompleteResults = response.data.incomplete_results;
  const repositorySelection = response.data.repository_selection;
  const totalCount = response.data.total_count;
  const totalCommits = response.data.total_commits;
  delete response.data.incomplete_results;
  delete response.data.repository_selection;
  delete response.data.total_count;
  delete response.data.total_commits;
  const namespaceKey = Object.keys(response.data)[0];
  const data = response.data[namespaceKey];
  response.data = data;
  if (typeof incompleteResults !== "undefined") {
    response.data.incomplete_results = incompleteResults;
  }
  if (typeof repositorySelection !== "undefined") {
    response.data.repository_selection = repositorySelection;
  }
  response.data.total_count = totalCount;
  response.data.total_commits = totalCommits;
  return response;
}
function iterator(octokit, route, parameters) {
  const options = typeof route === "function" ? route.endpoint(parameters) : octokit.request.endpoint(route, parameters);
  const requestMethod = typeof route === "function" ? route : octokit.request;
  const method = options.method;
  const headers = options.headers;
  let url2 = options.url;
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        if (!url2) return { done: true };
        try {
          const response = await requestMethod({ method, url: url2, headers });
          const normalizedResponse = normalizePaginatedListResponse(response);
          url2 = ((normalizedResponse.headers.link || "").match(
            /<([^<>]+)>;\s*rel="next"/
          ) || [])[1];
          if (!url2 && "total_commits" in normalizedResponse.data) {
            const parsedUrl = new URL(normalizedResponse.url);
            const params = parsedUrl.searchParams;
            const page = parseInt(params.get("page") || "1", 10);
            const per_page = parseInt(params.get("per_page") || "250", 10);
            if (page * per_page < normalizedResponse.data.total_commits) {
              params.set("page", String(page + 1));
              url2 = parsedUrl.toString();
            }
          }
          return { value: normalizedResponse };
        } catch (error) {
          if (error.status !== 409) throw error;
          url2 = "";
          return {
            value: {
              status: 200,
              headers: {},
              data: []
            }
          };
        }
      }
    })
  };
}
function paginate(octokit, route, parameters, mapFn) {
  if (typeof parameters === "function") {
    mapFn = parameters;
    parameters = void 0;
  }
  return gather(
    octokit,
    [],
    iterator(octokit, route, parameters)[Symbol.asyncIterator](),
    mapFn
  );
}
function gather(octokit, results, iterator2, mapFn) {
  return iterator2.next().then((result) => {
    if (result.done) {
      return results;
    }
    let earlyExit = false;
    function done() {
      earlyExit = true;
    }
    results = results.concat(
      mapFn ? mapFn(result.value, done) : result.value.data
    );
    if (earlyExit) {
      return results;
    }
    return gather(octokit, results, iterator2, mapFn);
  });
}
var composePaginateRest = Object.assign(paginate, {
  iterator
});
function paginateRest(octokit) {
  return {
    paginate: Object.assign(paginate.bind(null, octokit), {
      iterator: iterator.bind(null, octokit)
    })
  };
}
paginateRest.VERSION = VERSION5;

// node_modules/@octokit/plugin-paginate-graphql/dist-bundle/index.js
var generateMessage = (path, cursorValue) => `The cursor at "${path.join(
  ","
)}" did not change its value "${cursorValue}" after a page transition. Please make sure your that your query is set up correctly.`;
var MissingCursorChange = class extends Error {
  constructor(pageInfo, cursorValue) {
    super(generateMessage(pageInfo.pathInQuery, cursorValue));
    this.pageInfo = pageInfo;
    this.cursorValue = cursorValue;
    if (Error.captureStackTrace) {
      Error.captureStackTrace(this, this.constructor);
    }
  }
  name = "MissingCursorChangeError";
};
var MissingPageInfo = class extends Error {
  constructor(response) {
    super(
      `No pageInfo property found in response. Please make sure to specify the pageInfo in your query. Response-Data: ${JSON.stringify(
        response,
        null,
        2
      )}`
    );
    this.response = response;
    if (Error.captureStackTrace) {
      Error.captureStackTrace(this, this.constructor);
    }
  }
  name = "MissingPageInfo";
};
var isObject = (value) => Object.prototype.toString.call(value) === "[object Object]";
function findPaginatedResourcePath(responseData) {
  const paginatedResourcePath = deepFindPathToProperty(
    responseData,
    "pageInfo"
  );
  if (paginatedResourcePath.length === 0) {
    throw new MissingPageInfo(responseData);
  }
  return paginatedResourcePath;
}
var deepFindPathToProperty = (object2, searchProp, path = []) => {
  for (const key of Object.keys(object2)) {
    const currentPath = [...path, key];
    const currentValue = object2[key];
    if (isObject(currentValue)) {
      if (currentValue.hasOwnProperty(searchProp)) {
        return currentPath;
      }
      const result = deepFindPathToProperty(
        currentValue,
        searchProp,
        currentPath
      );
      if (result.length > 0) {
        return result;
      }
    }
  }
  return [];
};
var get = (object2, path) => {
  return path.reduce((current, nextProperty) => current[nextProperty], object2);
};
var set = (object2, path, mutator) => {
  const lastProperty = path[path.length - 1];
  const parentPath = [...path].slice(0, -1);
  const parent = get(object2, parentPath);
  if (typeof mutator === "function") {
    parent[lastProperty] = mutator(parent[lastProperty]);
  } else {
    parent[lastProperty] = mutator;
  }
};
var extractPageInfos = (responseData) => {
  const pageInfoPath = findPaginatedResourcePath(responseData);
  return {
    pathInQuery: pageInfoPath,
    pageInfo: get(responseData, [...pageInfoPath, "pageInfo"])
  };
};
var isForwardSearch = (givenPageInfo) => {
  return givenPageInfo.hasOwnProperty("hasNextPage");
};
var getCursorFrom = (pageInfo) => isForwardSearch(pageInfo) ? pageInfo.endCursor : pageInfo.startCursor;
var hasAnotherPage = (pageInfo) => isForwardSearch(pageInfo) ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
var createIterator = (octokit) => {
  return (query, initialParameters = {}) => {
    let nextPageExists = true;
    let parameters = { ...initialParameters };
    return {
      [Symbol.asyncIterator]: () => ({
        async next() {
          if (!nextPageExists) return { done: true, value: {} };
          const response = await octokit.graphql(
            query,
            parameters
          );
          const pageInfoContext = extractPageInfos(response);
          const nextCursorValue = getCursorFrom(pageInfoContext.pageInfo);
          nextPageExists = hasAnotherPage(pageInfoContext.pageInfo);
          if (nextPageExists && nextCursorValue === parameters.cursor) {
            throw new MissingCursorChange(pageInfoContext, nextCursorValue);
          }
          parameters = {
            ...parameters,
            cursor: nextCursorValue
          };
          return { done: false, value: response };
        }
      })
    };
  };
};
var mergeResponses = (response1, response2) => {
  if (Object.keys(response1).length === 0) {
    return Object.assign(response1, response2);
  }
  const path = findPaginatedResourcePath(response1);
  const nodesPath = [...path, "nodes"];
  const newNodes = get(response2, nodesPath);
  if (newNodes) {
    set(response1, nodesPath, (values) => {
      return [...values, ...newNodes];
    });
  }
  const edgesPath = [...path, "edges"];
  const newEdges = get(response2, edgesPath);
  if (newEdges) {
    set(response1, edgesPath, (values) => {
      return [...values, ...newEdges];
    });
  }
  const pageInfoPath = [...path, "pageInfo"];
  set(response1, pageInfoPath, get(response2, pageInfoPath));
  return response1;
};
var createPaginate = (octokit) => {
  const iterator2 = createIterator(octokit);
  return async (query, initialParameters = {}) => {
    let mergedResponse = {};
    for await (const response of iterator2(
      query,
      initialParameters
    )) {
      mergedResponse = mergeResponses(mergedResponse, response);
    }
    return mergedResponse;
  };
};
function paginateGraphQL(octokit) {
  return {
    graphql: Object.assign(octokit.graphql, {
      paginate: Object.assign(createPaginate(octokit), {
        iterator: createIterator(octokit)
      })
    })
  };
}

// node_modules/@octokit/plugin-rest-endpoint-methods/dist-src/version.js
var VERSION6 = "17.0.0";

// node_modules/@octokit/plugin-rest-endpoint-methods/dist-src/generated/endpoints.js
var endpoints_default = { "git": { "createRef": ["POST /repos/{owner}/{repo}/git/refs"], "getCommit": ["GET /repos/{owner}/{repo}/git/commits/{commit_sha}"], "getRef": ["GET /repos/{owner}/{repo}/git/ref/{ref}"], "getTag": ["GET /repos/{owner}/{repo}/git/tags/{tag_sha}"], "listMatchingRefs": ["GET /repos/{owner}/{repo}/git/matching-refs/{ref}"] }, "repos": { "compareCommitsWithBasehead": ["GET /repos/{owner}/{repo}/compare/{basehead}"], "createDeployment": ["POST /repos/{owner}/{repo}/deployments"], "createDeploymentStatus": ["POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses"], "createRelease": ["POST /repos/{owner}/{repo}/releases"], "getContent": ["GET /repos/{owner}/{repo}/contents/{path}"], "getEnvironment": ["GET /repos/{owner}/{repo}/environments/{environment_name}"], "getReleaseByTag": ["GET /repos/{owner}/{repo}/releases/tags/{tag}"], "listCommits": ["GET /repos/{owner}/{repo}/commits"], "listDeploymentStatuses": ["GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses"], "listDeployments": ["GET /repos/{owner}/{repo}/deployments"], "listTags": ["GET /repos/{owner}/{repo}/tags"] } };

// node_modules/@octokit/plugin-rest-endpoint-methods/dist-src/endpoints-to-methods.js
var endpointMethodsMap = /* @__PURE__ */ new Map();
for (const [scope, endpoints] of Object.entries(endpoints_default)) {
  for (const [methodName, endpoint2] of Object.entries(endpoints)) {
    const [route, defaults, decorations] = endpoint2;
    const [method, url2] = route.split(/ /);
    const endpointDefaults = Object.assign(
      {
        method,
        url: url2
      },
      defaults
    );
    if (!endpointMethodsMap.has(scope)) {
      endpointMethodsMap.set(scope, /* @__PURE__ */ new Map());
    }
    endpointMethodsMap.get(scope).set(methodName, {
      scope,
      methodName,
      endpointDefaults,
      decorations
    });
  }
}
var handler = {
  has({ scope }, methodName) {
    return endpointMethodsMap.get(scope).has(methodName);
  },
  getOwnPropertyDescriptor(target, methodName) {
    return {
      value: this.get(target, methodName),
      // ensures method is in the cache
      configurable: true,
      writable: true,
      enumerable: true
    };
  },
  defineProperty(target, methodName, descriptor) {
    Object.defineProperty(target.cache, methodName, descriptor);
    return true;
  },
  deleteProperty(target, methodName) {
    delete target.cache[methodName];
    return true;
  },
  ownKeys({ scope }) {
    return [...endpointMethodsMap.get(scope).keys()];
  },
  set(target, methodName, value) {
    return target.cache[methodName] = value;
  },
  get({ octokit, scope, cache }, methodName) {
    if (cache[methodName]) {
      return cache[methodName];
    }
    const method = endpointMethodsMap.get(scope).get(methodName);
    if (!method) {
      return void 0;
    }
    const { endpointDefaults, decorations } = method;
    if (decorations) {
      cache[methodName] = decorate(
        octokit,
        scope,
        methodName,
        endpointDefaults,
        decorations
      );
    } else {
      cache[methodName] = octokit.request.defaults(endpointDefaults);
    }
    return cache[methodName];
  }
};
function endpointsToMethods(octokit) {
  const newMethods = {};
  for (const scope of endpointMethodsMap.keys()) {
    newMethods[scope] = new Proxy({ octokit, scope, cache: {} }, handler);
  }
  return newMethods;
}
function decorate(octokit, scope, methodName, defaults, decorations) {
  const requestWithDefaults = octokit.request.defaults(defaults);
  function withDecorations(...args) {
    let options = requestWithDefaults.endpoint.merge(...args);
    if (decorations.mapToData) {
      options = Object.assign({}, options, {
        data: options[decorations.mapToData],
        [decorations.mapToData]: void 0
      });
      return requestWithDefaults(options);
    }
    if (decorations.renamed) {
      const [newScope, newMethodName] = decorations.renamed;
      octokit.log.warn(
        `octokit.${scope}.${methodName}() has been renamed to octokit.${newScope}.${newMethodName}()`
      );
    }
    if (decorations.deprecated) {
      octokit.log.warn(decorations.deprecated);
    }
    if (decorations.renamedParameters) {
      const options2 = requestWithDefaults.endpoint.merge(...args);
      for (const [name, alias] of Object.entries(
        decorations.renamedParameters
      )) {
        if (name in options2) {
          octokit.log.warn(
            `"${name}" parameter is deprecated for "octokit.${scope}.${methodName}()". Use "${alias}" instead`
          );
          if (!(alias in options2)) {
            options2[alias] = options2[name];
          }
          delete options2[name];
        }
      }
      return requestWithDefaults(options2);
    }
    return requestWithDefaults(...args);
  }
  return Object.assign(withDecorations, requestWithDefaults);
}

// node_modules/@octokit/plugin-rest-endpoint-methods/dist-src/index.js
function restEndpointMethods(octokit) {
  const api = endpointsToMethods(octokit);
  return {
    rest: api
  };
}
restEndpointMethods.VERSION = VERSION6;
function legacyRestEndpointMethods(octokit) {
  const api = endpointsToMethods(octokit);
  return {
    ...api,
    rest: api
  };
}
legacyRestEndpointMethods.VERSION = VERSION6;

// clients-only:bottleneck/light.js
var light_default = void 0;

// node_modules/@octokit/plugin-retry/dist-bundle/index.js
var VERSION7 = "0.0.0-development";
function isRequestError(error) {
  return error.request !== void 0;
}
async function errorRequest(state, octokit, error, options) {
  if (!isRequestError(error) || !error?.request.request) {
    throw error;
  }
  if (error.status >= 400 && !state.doNotRetry.includes(error.status)) {
    const retries = options.request.retries != null ? options.request.retries : state.retries;
    const retryAfter2 = Math.pow((options.request.retryCount || 0) + 1, 2);
    throw octokit.retry.retryRequest(error, retries, retryAfter2);
  }
  throw error;
}
async function wrapRequest(state, octokit, request2, options) {
  const limiter = new light_default();
  limiter.on("failed", function(error, info) {
    const maxRetries = ~~error.request.request?.retries;
    const after = ~~error.request.request?.retryAfter;
    options.request.retryCount = info.retryCount + 1;
    if (maxRetries > info.retryCount) {
      return after * state.retryAfterBaseValue;
    }
  });
  return limiter.schedule(
    requestWithGraphqlErrorHandling.bind(null, state, octokit, request2),
    options
  );
}
async function requestWithGraphqlErrorHandling(state, octokit, request2, options) {
  const response = await request2(options);
  if (response.data && response.data.errors && response.data.errors.length > 0 && /Something went wrong while executing your query/.test(
    response.data.errors[0].message
  )) {
    const error = new RequestError(response.data.errors[0].message, 500, {
      request: options,
      response
    });
    return errorRequest(state, octokit, error, options);
  }
  return response;
}
function retry(octokit, octokitOptions) {
  const state = Object.assign(
    {
      enabled: true,
      retryAfterBaseValue: 1e3,
      doNotRetry: [400, 401, 403, 404, 410, 422, 451],
      retries: 3
    },
    octokitOptions.retry
  );
  const retryPlugin = {
    retry: {
      retryRequest: (error, retries, retryAfter2) => {
        error.request.request = Object.assign({}, error.request.request, {
          retries,
          retryAfter: retryAfter2
        });
        return error;
      }
    }
  };
  if (state.enabled) {
    octokit.hook.error("request", errorRequest.bind(null, state, retryPlugin));
    octokit.hook.wrap("request", wrapRequest.bind(null, state, retryPlugin));
  }
  return retryPlugin;
}
retry.VERSION = VERSION7;

// node_modules/@octokit/plugin-throttling/dist-bundle/index.js
var VERSION8 = "0.0.0-development";
var noop3 = () => Promise.resolve();
function wrapRequest2(state, request2, options) {
  return state.retryLimiter.schedule(doRequest, state, request2, options);
}
async function doRequest(state, request2, options) {
  const { pathname } = new URL(options.url, "http://github.test");
  const isAuth = isAuthRequest(options.method, pathname);
  const isWrite = !isAuth && options.method !== "GET" && options.method !== "HEAD";
  const isSearch = options.method === "GET" && pathname.startsWith("/search/");
  const isGraphQL = pathname.startsWith("/graphql");
  const retryCount = ~~request2.retryCount;
  const jobOptions = retryCount > 0 ? { priority: 0, weight: 0 } : {};
  if (state.clustering) {
    jobOptions.expiration = 1e3 * 60;
  }
  if (isWrite || isGraphQL) {
    await state.write.key(state.id).schedule(jobOptions, noop3);
  }
  if (isWrite && state.triggersNotification(pathname)) {
    await state.notifications.key(state.id).schedule(jobOptions, noop3);
  }
  if (isSearch) {
    await state.search.key(state.id).schedule(jobOptions, noop3);
  }
  const req = (isAuth ? state.auth : state.global).key(state.id).schedule(jobOptions, request2, options);
  if (isGraphQL) {
    const res = await req;
    if (res.data.errors != null && res.data.errors.some((error) => error.type === "RATE_LIMITED")) {
      const error = Object.assign(new Error("GraphQL Rate Limit Exceeded"), {
        response: res,
        data: res.data
      });
      throw error;
    }
  }
  return req;
}
function isAuthRequest(method, pathname) {
  return method === "PATCH" && // https://docs.github.com/en/rest/apps/apps?apiVersion=2022-11-28#create-a-scoped-access-token
  /^\/applications\/[^/]+\/token\/scoped$/.test(pathname) || method === "POST" && // https://docs.github.com/en/rest/apps/oauth-applications?apiVersion=2022-11-28#reset-a-token
  (/^\/applications\/[^/]+\/token$/.test(pathname) || // https://docs.github.com/en/rest/apps/apps?apiVersion=2022-11-28#create-an-installation-access-token-for-an-app
  /^\/app\/installations\/[^/]+\/access_tokens$/.test(pathname) || // https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
  pathname === "/login/oauth/access_token");
}
var triggers_notification_paths_default = [
  "/orgs/{org}/invitations",
  "/orgs/{org}/invitations/{invitation_id}",
  "/orgs/{org}/teams/{team_slug}/discussions",
  "/orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments",
  "/repos/{owner}/{repo}/collaborators/{username}",
  "/repos/{owner}/{repo}/commits/{commit_sha}/comments",
  "/repos/{owner}/{repo}/issues",
  "/repos/{owner}/{repo}/issues/{issue_number}/comments",
  "/repos/{owner}/{repo}/issues/{issue_number}/sub_issue",
  "/repos/{owner}/{repo}/issues/{issue_number}/sub_issues/priority",
  "/repos/{owner}/{repo}/pulls",
  "/repos/{owner}/{repo}/pulls/{pull_number}/comments",
  "/repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies",
  "/repos/{owner}/{repo}/pulls/{pull_number}/merge",
  "/repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers",
  "/repos/{owner}/{repo}/pulls/{pull_number}/reviews",
  "/repos/{owner}/{repo}/releases",
  "/teams/{team_id}/discussions",
  "/teams/{team_id}/discussions/{discussion_number}/comments"
];
function routeMatcher(paths) {
  const regexes = paths.map(
    (path) => path.split("/").map((c) => c.startsWith("{") ? "(?:.+?)" : c).join("/")
  );
  const regex2 = `^(?:${regexes.map((r) => `(?:${r})`).join("|")})[^/]*$`;
  return new RegExp(regex2, "i");
}
var regex = routeMatcher(triggers_notification_paths_default);
var triggersNotification = regex.test.bind(regex);
var groups = {};
var createGroups = function(Bottleneck, common) {
  groups.global = new Bottleneck.Group({
    id: "octokit-global",
    maxConcurrent: 10,
    ...common
  });
  groups.auth = new Bottleneck.Group({
    id: "octokit-auth",
    maxConcurrent: 1,
    ...common
  });
  groups.search = new Bottleneck.Group({
    id: "octokit-search",
    maxConcurrent: 1,
    minTime: 2e3,
    ...common
  });
  groups.write = new Bottleneck.Group({
    id: "octokit-write",
    maxConcurrent: 1,
    minTime: 1e3,
    ...common
  });
  groups.notifications = new Bottleneck.Group({
    id: "octokit-notifications",
    maxConcurrent: 1,
    minTime: 3e3,
    ...common
  });
};
function throttling(octokit, octokitOptions) {
  const {
    enabled = true,
    Bottleneck = light_default,
    id = "no-id",
    timeout = 1e3 * 60 * 2,
    // Redis TTL: 2 minutes
    connection
  } = octokitOptions.throttle || {};
  if (!enabled) {
    return {};
  }
  const common = { timeout };
  if (typeof connection !== "undefined") {
    common.connection = connection;
  }
  const state = Object.assign(
    {
      clustering: connection != null,
      triggersNotification,
      fallbackSecondaryRateRetryAfter: 60,
      retryAfterBaseValue: 1e3,
      id
    },
    octokitOptions.throttle
  );
  if (typeof state.onSecondaryRateLimit !== "function" || typeof state.onRateLimit !== "function") {
    throw new Error(`octokit/plugin-throttling error:
        You must pass the onSecondaryRateLimit and onRateLimit error handlers.
        See https://octokit.github.io/rest.js/#throttling

        const octokit = new Octokit({
          throttle: {
            onSecondaryRateLimit: (retryAfter, options) => {/* ... */},
            onRateLimit: (retryAfter, options) => {/* ... */}
          }
        })
    `);
  }
  let initialized = false;
  const initializeBottleneck = () => {
    if (initialized) {
      return;
    }
    initialized = true;
    if (groups.global == null) {
      createGroups(Bottleneck, common);
    }
    state.global = state.global ?? groups.global;
    state.auth = state.auth ?? groups.auth;
    state.search = state.search ?? groups.search;
    state.write = state.write ?? groups.write;
    state.notifications = state.notifications ?? groups.notifications;
    state.retryLimiter = state.retryLimiter ?? new Bottleneck();
    const events = {};
    const emitter = new Bottleneck.Events(events);
    events.on("secondary-limit", state.onSecondaryRateLimit);
    events.on("rate-limit", state.onRateLimit);
    events.on(
      "error",
      (e) => octokit.log.warn("Error in throttling-plugin limit handler", e)
    );
    state.retryLimiter.on("failed", async function(error, info) {
      const [state2, request2, options] = info.args;
      const { pathname } = new URL(options.url, "http://github.test");
      const shouldRetryGraphQL = pathname.startsWith("/graphql") && error.status !== 401;
      if (!(shouldRetryGraphQL || error.status === 403 || error.status === 429)) {
        return;
      }
      const retryCount = ~~request2.retryCount;
      request2.retryCount = retryCount;
      options.request.retryCount = retryCount;
      const { wantRetry, retryAfter: retryAfter2 = 0 } = await (async function() {
        if (/\bsecondary rate\b/i.test(error.message)) {
          const retryAfter22 = Number(error.response.headers["retry-after"]) || state2.fallbackSecondaryRateRetryAfter;
          const wantRetry2 = await emitter.trigger(
            "secondary-limit",
            retryAfter22,
            options,
            octokit,
            retryCount
          );
          return { wantRetry: wantRetry2, retryAfter: retryAfter22 };
        }
        if (error.response.headers != null && error.response.headers["x-ratelimit-remaining"] === "0" || (error.response.data?.errors ?? []).some(
          (error2) => error2.type === "RATE_LIMITED"
        )) {
          const rateLimitReset = new Date(
            ~~error.response.headers["x-ratelimit-reset"] * 1e3
          ).getTime();
          const retryAfter22 = Math.max(
            // Add one second so we retry _after_ the reset time
            // https://docs.github.com/en/rest/overview/resources-in-the-rest-api?apiVersion=2022-11-28#exceeding-the-rate-limit
            Math.ceil((rateLimitReset - Date.now()) / 1e3) + 1,
            0
          );
          const wantRetry2 = await emitter.trigger(
            "rate-limit",
            retryAfter22,
            options,
            octokit,
            retryCount
          );
          return { wantRetry: wantRetry2, retryAfter: retryAfter22 };
        }
        return {};
      })();
      if (wantRetry) {
        request2.retryCount++;
        return retryAfter2 * state2.retryAfterBaseValue;
      }
    });
  };
  octokit.hook.wrap("request", (request2, options) => {
    initializeBottleneck();
    return wrapRequest2(state, request2, options);
  });
  return {};
}
throttling.VERSION = VERSION8;
throttling.triggersNotification = triggersNotification;

// clients-only:@octokit/app
var App = { defaults() {
} };

// clients-only:@octokit/oauth-app
var OAuthApp = { defaults() {
} };

// node_modules/octokit/dist-bundle/index.js
var VERSION9 = "0.0.0-development";
var Octokit2 = Octokit.plugin(
  restEndpointMethods,
  paginateRest,
  paginateGraphQL,
  retry,
  throttling
).defaults({
  userAgent: `octokit.js/${VERSION9}`,
  throttle: {
    onRateLimit,
    onSecondaryRateLimit
  }
});
function onRateLimit(retryAfter2, options, octokit) {
  octokit.log.warn(
    `Request quota exhausted for request ${options.method} ${options.url}`
  );
  if (options.request.retryCount === 0) {
    octokit.log.info(`Retrying after ${retryAfter2} seconds!`);
    return true;
  }
}
function onSecondaryRateLimit(retryAfter2, options, octokit) {
  octokit.log.warn(
    `SecondaryRateLimit detected for request ${options.method} ${options.url}`
  );
  if (options.request.retryCount === 0) {
    octokit.log.info(`Retrying after ${retryAfter2} seconds!`);
    return true;
  }
}
var App2 = App.defaults({ Octokit: Octokit2 });
var OAuthApp2 = OAuthApp.defaults({ Octokit: Octokit2 });

// src/ledger/github-error.ts
var GithubError = class extends UnavailableError {
  /** HTTP status, undefined when there was no usable reply. */
  status;
  /** How long GitHub asked to wait, in milliseconds. */
  retryAfterMs;
  /** Whether the same may succeed later. */
  isPassing;
  /** @param doing what was asked, to follow "GitHub could not": `create tag v1.2.3` */
  constructor(doing, failure) {
    super(messageOf(doing, failure), { cause: failure.cause ?? failure });
    this.status = failure.answer;
    this.retryAfterMs = failure.retryAfterMs;
    this.isPassing = failure.isPassing;
  }
};
var advice = {
  401: "The token is not valid; it may have expired with its job.",
  403: "The token may lack a permission; a workflow that tidegate generated grants what is needed.",
  404: "It does not exist, or the token may not see it."
};
function messageOf(doing, { answer, retryAfterMs, message }) {
  if (answer === void 0) {
    return `GitHub could not be reached to ${doing}: ${message}. It was tried more than once; run this again when GitHub can be reached.`;
  }
  const hint = retryAfterMs === void 0 ? advice[answer] ?? "" : `It asks to wait ${Math.ceil(retryAfterMs / 1e3)} s.`;
  return `GitHub could not ${doing}: ${answer} ${message}. ${hint}`.trim();
}

// src/ledger/request-failure.ts
var RequestFailure = class extends UnavailableError {
  /**
   * HTTP status, undefined when there was no usable reply. It is not called `status` because octokit's pagination takes
   * an error whose `status` is 409 for the end of the list, and a list that failed must not look like one that is empty.
   */
  answer;
  /** How long GitHub asked to wait, in milliseconds. */
  retryAfterMs;
  constructor(message, options = {}) {
    super(message, { cause: options.cause });
    this.answer = options.answer;
    this.retryAfterMs = options.retryAfterMs;
  }
  /** Whether the same request may succeed later: no reply, a server's error, or a rate limit. */
  get isPassing() {
    const { answer, retryAfterMs } = this;
    return answer === void 0 || answer >= 500 || answer === 408 || answer === 429 || retryAfterMs !== void 0;
  }
};
function toRequestFailure(error, nowMs) {
  if (error instanceof RequestFailure) return error;
  const { status, message, response } = error ?? {};
  const text = typeof message === "string" ? message : String(error);
  if (typeof status !== "number" || response === void 0) return new RequestFailure(text, { cause: error });
  const retryAfterMs = retryAfter(response.headers ?? {}, status, nowMs);
  return new RequestFailure(text, { answer: status, retryAfterMs, cause: error });
}
function requireJson(data) {
  if (typeof data === "object" && data !== null) return;
  throw new RequestFailure("the reply is not JSON, or was cut off");
}
function retryAfter(headers, status, nowMs) {
  const seconds = Number(headers["retry-after"] ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1e3;
  const isLimit = (status === 403 || status === 429) && String(headers["x-ratelimit-remaining"]) === "0";
  const resetMs = Number(headers["x-ratelimit-reset"] ?? Number.NaN) * 1e3;
  return isLimit && Number.isFinite(resetMs) ? Math.max(0, resetMs - nowMs) : void 0;
}

// node_modules/is-network-error/index.js
var objectToString = Object.prototype.toString;
var isError = (value) => objectToString.call(value) === "[object Error]";
var errorMessages = /* @__PURE__ */ new Set([
  "network error",
  // Chrome
  "NetworkError when attempting to fetch resource.",
  // Firefox
  "The Internet connection appears to be offline.",
  // Safari 16
  "Network request failed",
  // `cross-fetch`
  "fetch failed",
  // Undici (Node.js)
  "terminated",
  // Undici (Node.js)
  " A network error occurred.",
  // Bun (WebKit)
  "Network connection lost"
  // Cloudflare Workers (fetch)
]);
function isNetworkError(error) {
  const isValid = error && isError(error) && error.name === "TypeError" && typeof error.message === "string";
  if (!isValid) {
    return false;
  }
  const { message, stack } = error;
  if (message === "Load failed" || message.startsWith("Load failed (") && message.endsWith(")")) {
    return stack === void 0 || "__sentry_captured__" in error;
  }
  if (message.startsWith("error sending request for url")) {
    return true;
  }
  if (message === "Failed to fetch" || message.startsWith("Failed to fetch (") && message.endsWith(")")) {
    return true;
  }
  return errorMessages.has(message);
}

// node_modules/p-retry/index.js
function validateRetries(retries) {
  if (typeof retries === "number") {
    if (retries < 0) {
      throw new TypeError("Expected `retries` to be a non-negative number.");
    }
    if (Number.isNaN(retries)) {
      throw new TypeError("Expected `retries` to be a valid number or Infinity, got NaN.");
    }
    if (Number.isFinite(retries) && !Number.isInteger(retries)) {
      throw new TypeError("Expected `retries` to be a non-negative integer or Infinity.");
    }
  } else if (retries !== void 0) {
    throw new TypeError("Expected `retries` to be a number or Infinity.");
  }
}
function validateNumberOption(name, value, { allowInfinity = false } = {}) {
  if (typeof value !== "number" || Number.isNaN(value)) {
    throw new TypeError(`Expected \`${name}\` to be a number${allowInfinity ? " or Infinity" : ""}.`);
  }
  if (!allowInfinity && !Number.isFinite(value)) {
    throw new TypeError(`Expected \`${name}\` to be a finite number.`);
  }
  if (value < 0) {
    throw new TypeError(`Expected \`${name}\` to be ≥ 0.`);
  }
}
function validateOption(name, value, type) {
  if (value === void 0 || value === null) {
    return;
  }
  if (typeof value !== type) {
    throw new TypeError(`Expected \`${name}\` to be a ${type}.`);
  }
}
function validateSignal(value) {
  if (value === void 0 || value === null) {
    return;
  }
  if (typeof value.throwIfAborted !== "function" || typeof value.addEventListener !== "function" || typeof value.removeEventListener !== "function") {
    throw new TypeError("Expected `signal` to be an AbortSignal.");
  }
}
var AbortError = class _AbortError extends Error {
  constructor(message) {
    super(typeof message === "string" ? message : void 0);
    this.name = "AbortError";
    if (message instanceof Error) {
      this.originalError = message;
      ({ message } = message);
    } else {
      this.originalError = new Error(message);
      ({ message } = this.originalError);
      Error.captureStackTrace?.(this.originalError, _AbortError);
    }
    this.message = message;
  }
};
var maximumDelay = 2 ** 31 - 1;
function calculateDelay(retriesConsumed, options) {
  if (options.minTimeout === 0) {
    return 0;
  }
  const attempt = retriesConsumed + 1;
  const random = options.randomize ? Math.random() + 1 : 1;
  const timeout = Math.round(random * options.minTimeout * options.factor ** (attempt - 1));
  return Math.min(timeout, Math.ceil(options.maxTimeout), maximumDelay);
}
function calculateRemainingTime(start, max) {
  return Number.isFinite(max) ? max - (performance.now() - start) : max;
}
async function delayForRetry(delay, options) {
  if (delay <= 0) {
    return;
  }
  await new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timeoutToken);
      reject(options.signal.reason);
    };
    const timeoutToken = setTimeout(() => {
      options.signal?.removeEventListener("abort", onAbort);
      resolve();
    }, delay);
    if (options.unref) {
      timeoutToken.unref?.();
    }
    options.signal?.addEventListener("abort", onAbort, { once: true });
  });
}
function stringifyThrownValue(value) {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
function unwrapAbortError(error) {
  let cause = error;
  while (cause instanceof AbortError && cause.originalError instanceof Error) {
    cause = cause.originalError;
  }
  return cause;
}
async function onAttemptFailure({ error, attemptNumber, retriesConsumed, startTime, options }) {
  const abortIfNeeded = () => {
    options.signal?.throwIfAborted();
  };
  const normalizedError = error instanceof Error ? error : new TypeError(`Non-error was thrown: "${stringifyThrownValue(error)}". You should only throw errors.`);
  abortIfNeeded();
  if (normalizedError instanceof AbortError) {
    throw unwrapAbortError(normalizedError);
  }
  const retriesLeft = options.retries - retriesConsumed;
  const isRetriableError = !(normalizedError instanceof TypeError) || isNetworkError(normalizedError);
  const timeLeft = calculateRemainingTime(startTime, options.maxRetryTime);
  const delayTime = isRetriableError && timeLeft > 0 && retriesLeft > 0 ? calculateDelay(retriesConsumed, options) : 0;
  const consumeRetryContext = Object.freeze({
    error: normalizedError,
    attemptNumber,
    retriesLeft,
    retriesConsumed,
    retryDelay: delayTime
  });
  const consumeRetry = await options.shouldConsumeRetry(consumeRetryContext) ?? true;
  abortIfNeeded();
  const effectiveDelay = consumeRetry ? delayTime : 0;
  const context = Object.freeze({
    error: normalizedError,
    attemptNumber,
    retriesLeft,
    retriesConsumed,
    retryDelay: effectiveDelay
  });
  await options.onFailedAttempt(context);
  abortIfNeeded();
  const remainingTime = calculateRemainingTime(startTime, options.maxRetryTime);
  if (!isRetriableError || remainingTime <= 0 || retriesLeft <= 0) {
    throw normalizedError;
  }
  const shouldRetry = await options.shouldRetry(context);
  abortIfNeeded();
  if (!shouldRetry) {
    throw normalizedError;
  }
  const remainingTimeAfterShouldRetry = calculateRemainingTime(startTime, options.maxRetryTime);
  if (remainingTimeAfterShouldRetry <= 0) {
    throw normalizedError;
  }
  if (!consumeRetry) {
    return false;
  }
  await delayForRetry(Math.min(effectiveDelay, remainingTimeAfterShouldRetry), options);
  return true;
}
async function pRetry(input, options = {}) {
  options = { ...options };
  options.retries ??= 10;
  validateRetries(options.retries);
  if (Object.hasOwn(options, "forever")) {
    throw new Error("The `forever` option is no longer supported. For many use-cases, you can set `retries: Infinity` instead.");
  }
  options.factor ??= 2;
  options.minTimeout ??= 1e3;
  options.maxTimeout ??= Infinity;
  options.maxRetryTime ??= Infinity;
  options.randomize ??= false;
  options.onFailedAttempt ??= () => {
  };
  options.shouldRetry ??= () => true;
  options.shouldConsumeRetry ??= () => true;
  validateOption("onFailedAttempt", options.onFailedAttempt, "function");
  validateOption("shouldRetry", options.shouldRetry, "function");
  validateOption("shouldConsumeRetry", options.shouldConsumeRetry, "function");
  validateOption("randomize", options.randomize, "boolean");
  validateOption("unref", options.unref, "boolean");
  validateSignal(options.signal);
  validateNumberOption("factor", options.factor);
  validateNumberOption("minTimeout", options.minTimeout);
  validateNumberOption("maxTimeout", options.maxTimeout, { allowInfinity: true });
  validateNumberOption("maxRetryTime", options.maxRetryTime, { allowInfinity: true });
  if (options.factor === 0) {
    options.factor = 1;
  }
  options.signal?.throwIfAborted();
  let attemptNumber = 0;
  let retriesConsumed = 0;
  const startTime = performance.now();
  while (retriesConsumed <= options.retries) {
    attemptNumber++;
    try {
      options.signal?.throwIfAborted();
      const result = await input(attemptNumber);
      options.signal?.throwIfAborted();
      return result;
    } catch (error) {
      if (await onAttemptFailure({
        error,
        attemptNumber,
        retriesConsumed,
        startTime,
        options
      })) {
        retriesConsumed++;
      }
    }
  }
  throw new Error("Retry attempts exhausted without throwing an error.");
}

// src/ledger/retry-request.ts
var maxWaitMs = 6e4;
function retryRequest(request2, { retries, firstRetryMs }) {
  const attempt = async () => {
    try {
      const reply = await request2();
      requireJson(reply.data);
      return reply;
    } catch (error) {
      throw toRequestFailure(error, Date.now());
    }
  };
  return pRetry(attempt, {
    retries,
    minTimeout: firstRetryMs,
    maxTimeout: 8 * firstRetryMs,
    shouldRetry: ({ error }) => error instanceof RequestFailure && error.isPassing && waitMsOf(error) <= maxWaitMs,
    onFailedAttempt: async ({ error, retriesLeft }) => {
      const waitMs = waitMsOf(error);
      const isWorthIt = retriesLeft > 0 && waitMs > 0 && waitMs <= maxWaitMs;
      if (isWorthIt) await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  });
}
function waitMsOf(error) {
  return error instanceof RequestFailure ? error.retryAfterMs ?? 0 : 0;
}

// src/ledger/github-client.ts
var pageSize = 100;
var GithubClient = class _GithubClient {
  repository;
  #octokit;
  /** @throws InvalidInputError when the repository is not `owner/name` */
  constructor(options) {
    this.repository = parseRepository(options.repository);
    this.#octokit = createOctokit(options);
  }
  /** Reads GITHUB_API_URL and GITHUB_REPOSITORY. */
  static fromEnvironment(env, options) {
    const baseUrl = env.GITHUB_API_URL;
    return new _GithubClient({ ...options, repository: env.GITHUB_REPOSITORY ?? "", ...baseUrl && { baseUrl } });
  }
  /**
   * Does one thing; each of its requests is made again after a failure in passing.
   *
   * @param doing what it is, to follow "GitHub could not": `create tag v1.2.3`
   * @throws GithubError
   */
  async ask(doing, body) {
    try {
      return await body(this.#octokit, this.repository);
    } catch (error) {
      throw error instanceof RequestFailure ? new GithubError(doing, error) : error;
    }
  }
  /** As `ask`, but a 404 is the answer `undefined`. */
  async find(doing, body) {
    try {
      return await this.ask(doing, body);
    } catch (error) {
      if (error instanceof GithubError && error.status === 404) return void 0;
      throw error;
    }
  }
  /** As `ask`, for a list: gives what is on one page after the other, and asks for no page that is not wanted. */
  async *pages(doing, body) {
    const replies = body(this.#octokit, this.repository)[Symbol.asyncIterator]();
    while (true) {
      const next = await this.ask(doing, () => replies.next());
      if (next.done) return;
      yield next.value.data;
    }
  }
};
function createOctokit({ token, baseUrl, retries = 3, timeoutMs = 1e4, firstRetryMs = 1e3 }) {
  const octokit = new Octokit2({
    auth: token,
    baseUrl: (baseUrl ?? "https://api.github.com").replace(/\/$/, ""),
    userAgent: "tidegate",
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    // Its throttle holds each write back for a second or more, and its retries do not read Retry-After.
    throttle: { enabled: false },
    retry: { enabled: false },
    request: {
      fetch: (url2, init) => fetch(url2, { ...init, signal: AbortSignal.timeout(timeoutMs) })
    }
  });
  octokit.hook.wrap("request", (request2, options) => retryRequest(() => request2(options), { retries, firstRetryMs }));
  return octokit;
}
function ignore() {
}
function parseRepository(text) {
  const [owner, repo, ...rest] = text.split("/");
  if (owner && repo && rest.length === 0) return { owner, repo };
  throw new InvalidInputError([
    {
      input: "GITHUB_REPOSITORY",
      message: `expected owner/name, got ${quoteValue(text)}. GitHub sets it in every job.`
    }
  ]);
}

// src/ledger/commits.ts
var GithubCommits = class {
  #github;
  constructor(github) {
    this.#github = github;
  }
  /** Whether `older` is in the history of `newer` and is not the same commit. @throws GithubError */
  async isAncestor(older, newer) {
    if (older === newer) return false;
    const { data } = await this.#github.ask(
      comparing(older, newer),
      ({ rest }, repository) => rest.repos.compareCommitsWithBasehead({ ...repository, basehead: `${older}...${newer}`, per_page: 1 })
    );
    return data.status === "ahead";
  }
  /**
   * Commits in the history of `head` that are not in that of `base` and touch `directory` (`.` is everything).
   *
   * @throws GithubError
   */
  async since(base, head, directory) {
    const added = await this.#added(base, head);
    const commits = added.map(({ sha, message }) => ({ sha, message }));
    if (directory === "." || added.length === 0) return commits;
    const oldestMs = Math.min(...added.map(({ committedAtMs }) => committedAtMs));
    const touching = await this.#touching(directory, head, new Date(oldestMs).toISOString());
    return commits.filter(({ sha }) => touching.has(sha));
  }
  async #added(base, head) {
    if (base === head) return [];
    const added = [];
    const pages = this.#github.pages(comparing(base, head), ({ paginate: paginate2 }, repository) => {
      const parameters = { ...repository, basehead: `${base}...${head}`, per_page: pageSize };
      return paginate2.iterator("GET /repos/{owner}/{repo}/compare/{basehead}", parameters);
    });
    for await (const { commits } of pages) {
      for (const { sha, commit } of commits) {
        const committedAtMs = Date.parse(commit.committer?.date ?? "1970-01-01");
        added.push({ sha: commitShaSchema.parse(sha), message: commit.message, committedAtMs });
      }
    }
    return added;
  }
  async #touching(path, head, since) {
    const found = /* @__PURE__ */ new Set();
    const pages = this.#github.pages(
      `list the commits of ${path}`,
      ({ paginate: paginate2, rest }, repository) => paginate2.iterator(rest.repos.listCommits, { ...repository, sha: head, path, since, per_page: pageSize })
    );
    for await (const commits of pages) {
      for (const { sha } of commits) found.add(sha);
    }
    return found;
  }
};
function comparing(base, head) {
  return `compare ${base} with ${head}`;
}

// src/ledger/ledger-environment.ts
function ledgerEnvironment(service, environment) {
  return service.directory === "." ? environment : `${service.name}-${environment}`;
}

// src/ledger/delivery-history.ts
var GithubDeliveryHistory = class {
  #deployments;
  #service;
  constructor(deployments, service) {
    this.#deployments = deployments;
    this.#service = service;
  }
  /** @throws GithubError */
  async pastDelivery(environment, digest) {
    const name = ledgerEnvironment(this.#service, environment);
    let past = "never";
    for await (const { id, payload } of this.#deployments.list(name, this.#service.name)) {
      if (payload.digest !== digest) continue;
      const states = await this.#deployments.states(id);
      if (states.some(({ state }) => state === "success")) return "succeeded";
      past = "not-succeeded";
    }
    return past;
  }
};

// src/ledger/deployment-payload.ts
var deploymentTask = "deploy:tidegate";
var deploymentPayloadSchema = object({
  service: string(),
  version: string(),
  rolloutId: string(),
  /** Absent when a deployment failed before it had an image. */
  digest: digestSchema.optional()
});
function findPayload(payload) {
  const parsed = deploymentPayloadSchema.safeParse(typeof payload === "string" ? findJson(payload) : payload);
  return parsed.success ? parsed.data : void 0;
}
function findJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}

// src/ledger/deployments.ts
var maxDescription = 140;
var GithubDeployments = class {
  #github;
  constructor(github) {
    this.#github = github;
  }
  /** Newest first. @param service only this service's @throws GithubError */
  async *list(environment, service) {
    const pages = this.#github.pages(`list the deployments to ${environment}`, ({ paginate: paginate2, rest }, repository) => {
      const parameters = { ...repository, environment, task: deploymentTask, per_page: pageSize };
      return paginate2.iterator(rest.repos.listDeployments, parameters);
    });
    for await (const deployments of pages) {
      for (const { id, payload } of deployments) {
        const ours = findPayload(payload);
        if (ours?.service === service) yield { id, payload: ours };
      }
    }
  }
  /** @returns the new deployment's id @throws GithubError */
  async create({ environment, ref, description, production, payload }) {
    const created = await this.#github.ask(
      `record the deployment to ${environment}`,
      ({ rest }, repository) => rest.repos.createDeployment({
        ...repository,
        ref,
        task: deploymentTask,
        environment,
        description: cut(description),
        production_environment: production,
        transient_environment: false,
        payload: { ...payload },
        // By default GitHub would merge the default branch into `ref`, and wait for checks of its own choice.
        auto_merge: false,
        required_contexts: []
      })
    );
    return "id" in created.data ? Number(created.data.id) : Number.NaN;
  }
  /** Newest first. @throws GithubError */
  async states(id) {
    const reply = await this.#github.ask(
      `read the statuses of deployment ${id}`,
      ({ rest }, repository) => rest.repos.listDeploymentStatuses({ ...repository, deployment_id: id, per_page: pageSize })
    );
    return reply.data.map(({ state, description }) => ({ state, description }));
  }
  /** Adds a status unless it is the newest one already. @throws GithubError */
  async setStatus(id, status) {
    const description = cut(status.description);
    const [newest] = await this.states(id);
    if (newest?.state === status.state && newest.description === description) return;
    await this.#github.ask(
      `set deployment ${id} to ${status.state}`,
      ({ rest }, repository) => rest.repos.createDeploymentStatus({
        ...repository,
        deployment_id: id,
        state: status.state,
        description,
        // GitHub would leave production environments out; the ledger does all of them itself.
        auto_inactive: false,
        ...status.logUrl && { log_url: status.logUrl },
        ...status.environmentUrl && { environment_url: status.environmentUrl }
      })
    );
  }
};
function cut(text) {
  const characters = [...text.replaceAll(/\s+/g, " ").trim()];
  return characters.length > maxDescription ? `${characters.slice(0, maxDescription - 1).join("")}…` : characters.join("");
}

// src/ledger/environments.ts
var GithubEnvironments = class {
  #github;
  constructor(github) {
    this.#github = github;
  }
  /**
   * Whether GitHub asks somebody before a job enters the environment. One that does not exist asks nobody: GitHub makes
   * it, without rules, for the first job that names it.
   *
   * @see https://docs.github.com/en/rest/deployments/environments#get-an-environment
   * @throws GithubError
   */
  async hasReviewers(name) {
    const found = await this.#github.find(
      `read the environment ${name}`,
      ({ rest }, repository) => rest.repos.getEnvironment({ ...repository, environment_name: name })
    );
    const rules = found?.data.protection_rules ?? [];
    return rules.some((rule) => "reviewers" in rule && (rule.reviewers ?? []).length > 0);
  }
};

// src/ledger/git-tags.ts
var GithubTags = class {
  #github;
  constructor(github) {
    this.#github = github;
  }
  /** Tags whose name begins with `prefix`. @throws GithubError */
  async list(prefix) {
    const tags = [];
    const pages = this.#github.pages(`list tags ${prefix}*`, ({ paginate: paginate2, rest }, repository) => {
      const parameters = { ...repository, ref: `tags/${prefix}`, per_page: pageSize };
      return paginate2.iterator(rest.git.listMatchingRefs, parameters);
    });
    for await (const refs of pages) {
      for (const { ref, object: object2 } of refs) {
        tags.push({ name: ref.replace(/^refs\/tags\//, ""), commit: await this.#commitOf(object2) });
      }
    }
    return tags;
  }
  /** The commit that a tag stands on. @throws GithubError */
  async find(name) {
    const found = await this.#github.find(
      `read tag ${name}`,
      ({ rest }, repository) => rest.git.getRef({ ...repository, ref: `tags/${name}` })
    );
    return found === void 0 ? void 0 : this.#commitOf(found.data.object);
  }
  /**
   * Makes the tag unless it exists: GitHub creates a ref atomically, so of two who ask at once one is told that it is
   * there already.
   *
   * @throws GithubError
   */
  async claim(name, commit) {
    const existing = await this.find(name);
    if (existing !== void 0) return { created: false, commit: existing };
    try {
      await this.#github.ask(
        `create tag ${name}`,
        ({ rest }, repository) => rest.git.createRef({ ...repository, ref: `refs/tags/${name}`, sha: commit })
      );
      return { created: true, commit };
    } catch (error) {
      if (!(error instanceof GithubError) || error.status !== 422) throw error;
      const winner = await this.find(name);
      if (winner === void 0) throw error;
      return { created: false, commit: winner };
    }
  }
  /** People make annotated tags; those point at a tag object, which points at the commit. */
  async #commitOf(object2) {
    let { type, sha } = object2;
    while (type === "tag") {
      const tag = await this.#github.ask(
        `read the annotated tag ${sha}`,
        ({ rest }, repository) => rest.git.getTag({ ...repository, tag_sha: sha })
      );
      ({ type, sha } = tag.data.object);
    }
    return commitShaSchema.parse(sha);
  }
};

// src/ledger/releases.ts
var GithubReleases = class {
  #github;
  constructor(github) {
    this.#github = github;
  }
  /** Publishes the page of a tag unless it has one. @returns the page's URL @throws GithubError */
  async publish({ tag, title, notes }) {
    const existing = await this.#github.find(
      `read the release of ${tag}`,
      ({ rest }, repository) => rest.repos.getReleaseByTag({ ...repository, tag })
    );
    if (existing !== void 0) return existing.data.html_url;
    const created = await this.#github.ask(
      `publish the release of ${tag}`,
      ({ rest }, repository) => rest.repos.createRelease({ ...repository, tag_name: tag, name: title, body: notes })
    );
    return created.data.html_url;
  }
};

// src/rollout/delivery-error.ts
var DeliveryError = class extends TidegateError {
  retryAfterMs;
  permanent;
  constructor(message, options = {}) {
    super("unavailable", message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
    this.permanent = options.permanent ?? false;
  }
};

// src/ledger/deployments-channel.ts
var maxSuperseded = 10;
var DeploymentsChannel = class {
  name = "ledger";
  wantsProgress = true;
  #deployments;
  #options;
  #environment;
  /** @param deployments on a client without retries of its own: the outbox tries again */
  constructor(deployments, options) {
    this.#deployments = deployments;
    this.#options = options;
    this.#environment = ledgerEnvironment(options.service, options.environment.name);
  }
  /** @returns the deployment's id */
  async deliver(notice, _idempotencyKey, messageId) {
    try {
      const id = messageId === void 0 ? await this.#findOrCreate(notice) : Number(messageId);
      await this.#deployments.setStatus(id, this.#statusOf(notice));
      if (notice.kind === "succeeded") await this.#retireOthers(id, notice);
      return String(id);
    } catch (error) {
      throw toDeliveryError(error);
    }
  }
  /** A crash between making the deployment and noting its id must not make a second one. */
  async #findOrCreate(notice) {
    const { service, environment } = this.#options;
    for await (const { id, payload } of this.#deployments.list(this.#environment, service.name)) {
      if (payload.rolloutId === notice.rolloutId) return id;
    }
    const { version, digest, rolloutId } = notice;
    return this.#deployments.create({
      environment: this.#environment,
      ref: notice.commit ?? `${service.tagPrefix}${version}`,
      description: notice.reason,
      production: environment.production,
      payload: { service: service.name, version, rolloutId, ...digest && { digest } }
    });
  }
  async #retireOthers(live, { version }) {
    let left = maxSuperseded;
    for await (const { id } of this.#deployments.list(this.#environment, this.#options.service.name)) {
      if (id >= live) continue;
      const [newest] = await this.#deployments.states(id);
      if (newest?.state === "success") {
        await this.#deployments.setStatus(id, { state: "inactive", description: `replaced by ${version}` });
      }
      left -= 1;
      if (left === 0) return;
    }
  }
  #statusOf(notice) {
    const { url: url2 } = this.#options;
    return {
      state: stateOf(notice),
      description: notice.text,
      ...notice.runUrl && { logUrl: notice.runUrl },
      ...url2 && { environmentUrl: url2 }
    };
  }
};
function stateOf({ kind, phase }) {
  switch (kind) {
    case "started":
      return phase === "admitted" ? "queued" : "in_progress";
    case "progress":
      return "in_progress";
    case "succeeded":
      return "success";
    case "rolled-back":
      return "failure";
    case "failed":
    case "rollback-failed":
    case "frozen":
      return "error";
    default:
      return assertNever(kind);
  }
}
function toDeliveryError(error) {
  if (!(error instanceof GithubError)) return error;
  const { message, retryAfterMs, isPassing } = error;
  return new DeliveryError(message, {
    permanent: !isPassing,
    cause: error,
    ...retryAfterMs !== void 0 && { retryAfterMs }
  });
}

// src/registry/image-registry.ts
import { createHash } from "node:crypto";

// src/registry/docker-credentials.ts
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
var configSchema = object({
  auths: record(string(), object({ auth: string().optional() })).default({})
});
var hubKey = "https://index.docker.io/v1/";
function dockerCredentials(env) {
  const path = join(env.DOCKER_CONFIG ?? join(env.HOME ?? homedir(), ".docker"), "config.json");
  return (host) => {
    const { auths } = readConfig(path);
    const keys = [host, `https://${host}`, `https://${host}/v1/`, ...host === "docker.io" ? [hubKey] : []];
    return keys.map((key) => auths[key]?.auth).find((auth2) => auth2 !== void 0 && auth2 !== "");
  };
}
function readConfig(path) {
  let text;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return { auths: {} };
  }
  try {
    return configSchema.parse(JSON.parse(text));
  } catch {
    throw new TidegateError(
      "invalid-configuration",
      `${path} is not a Docker configuration that can be read. Log in to the registry again.`
    );
  }
}

// src/registry/image-name.ts
var hostPattern = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)(?::\d{1,5})?$/;
var repositoryPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
var tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
function parseImageName(image) {
  const [first = "", ...rest] = image.split("/");
  const namesHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const host = namesHost ? first : "docker.io";
  const path = namesHost ? rest.join("/") : image;
  const repository = host === "docker.io" && !path.includes("/") ? `library/${path}` : path;
  if (hostPattern.test(host) && repositoryPattern.test(repository)) return { host, repository };
  throw new TidegateError(
    "invalid-input",
    `${quoteValue(image)} is not the name of an image. Write registry/owner/name in lower case, without tag or digest, for example ghcr.io/acme/info.`
  );
}
function checkTag(tag) {
  if (tagPattern.test(tag)) return tag;
  throw new TidegateError(
    "invalid-input",
    `${quoteValue(tag)} cannot be an image tag. Use at most 128 letters, digits, dots, dashes and underscores.`
  );
}

// src/registry/registry-mirrors.ts
var mirrorsVariable = "TIDEGATE_REGISTRY_MIRRORS";
var mirrorsSchema = record(string(), url({ protocol: /^https?$/ }));
function parseRegistryMirrors(text) {
  if (text === void 0 || text.trim() === "") return {};
  const parsed = mirrorsSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new TidegateError(
    "invalid-configuration",
    `${mirrorsVariable} is not a JSON object of registry hosts and http(s) URLs. Set it like {"ghcr.io":"http://127.0.0.1:5000"}, or unset it.`
  );
}
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
var aliases = { "docker.io": "https://registry-1.docker.io" };
function registryUrl(host, mirrors) {
  const scheme = /^(?:localhost|127(?:\.\d+){3})(?::\d+)?$/.test(host) ? "http" : "https";
  return (mirrors[host] ?? aliases[host] ?? `${scheme}://${host}`).replace(/\/+$/, "");
}

// src/registry/registry-challenge.ts
function parseRegistryChallenge(header) {
  const [, scheme = "", rest = ""] = header?.match(/^\s*([A-Za-z]+)\s*(.*)$/s) ?? [];
  if (scheme.toLowerCase() === "basic") return { kind: "basic" };
  if (scheme.toLowerCase() !== "bearer") return void 0;
  const parameters = new Map(
    [...rest.matchAll(/([a-zA-Z_]+)\s*=\s*"((?:[^"\\]|\\.)*)"/g)].map(([, key = "", value = ""]) => [key, value])
  );
  const realm = parameters.get("realm");
  if (realm === void 0 || !URL.canParse(realm)) return void 0;
  return { kind: "bearer", realm, service: parameters.get("service"), scope: parameters.get("scope") };
}

// src/registry/registry-session.ts
var defaultMaxBytes = 4 * 1024 * 1024;
var RegistrySession = class {
  #options;
  /** Token service and scope → value of the Authorization header. */
  #authorizations = /* @__PURE__ */ new Map();
  constructor(options) {
    this.#options = options;
  }
  /**
   * @param scope what a token must allow, for example `repository:acme/info:pull`
   * @throws UnavailableError when the registry does not answer as it should
   * @throws TidegateError `unsupported` when it refuses the credentials
   */
  async request(path, scope, request2 = {}) {
    const retry2 = { retries: this.#options.attempts - 1, minTimeout: 200, maxTimeout: 2e3, randomize: true };
    return pRetry(() => this.#attempt(path, scope, request2), {
      ...retry2,
      shouldRetry: ({ error }) => error instanceof UnavailableError
    });
  }
  async #attempt(path, scope, request2) {
    let reply = await this.#send(path, request2, this.#authorizations.get(scope));
    if (reply.status === 401) {
      const authorization = await this.#signIn(reply.headers.get("www-authenticate"), scope);
      this.#authorizations.set(scope, authorization);
      reply = await this.#send(path, request2, authorization);
    }
    if (reply.status >= 200 && reply.status < 300 || request2.expect?.includes(reply.status)) return reply;
    throw this.#refusal(reply, path, request2.method ?? "GET");
  }
  #refusal(reply, path, method) {
    const { host } = this.#options;
    const what = `Registry ${host} answered ${reply.status} to ${method} ${path.split("?")[0]}`;
    if (reply.status === 401 || reply.status === 403) {
      this.#authorizations.clear();
      return new AbortError(this.#notAllowed(`${what}.`));
    }
    const transient = reply.status === 429 || reply.status >= 500;
    if (transient) return new UnavailableError(`${what}. Try again once the registry is well.`);
    return new AbortError(
      new TidegateError(reply.status === 404 ? "not-found" : "unavailable", `${what}${problemCodes(reply.bytes)}.`)
    );
  }
  #notAllowed(what) {
    const { host } = this.#options;
    return new TidegateError(
      "unsupported",
      `${what} Its credentials are taken from Docker's config.json: log in to ${host} first (docker/login-action), with the right to push if this pushes.`
    );
  }
  async #signIn(header, scope) {
    const challenge = parseRegistryChallenge(header);
    const credentials = this.#options.findCredentials(this.#options.credentialsHost);
    if (challenge?.kind === "bearer") return `Bearer ${await this.#token(challenge, scope, credentials)}`;
    if (challenge?.kind === "basic" && credentials !== void 0) return `Basic ${credentials}`;
    throw new AbortError(this.#notAllowed(`Registry ${this.#options.host} wants credentials and has none.`));
  }
  async #token(challenge, scope, credentials) {
    const url2 = new URL(challenge.realm);
    if (url2.protocol !== "https:" && new URL(this.#options.baseUrl).protocol === "https:") {
      throw new AbortError(this.#notAllowed(`Registry ${this.#options.host} wants the password sent in plain text.`));
    }
    if (challenge.service !== void 0) url2.searchParams.set("service", challenge.service);
    url2.searchParams.set("scope", challenge.scope ?? scope);
    const headers = credentials === void 0 ? {} : { authorization: `Basic ${credentials}` };
    const reply = await this.#fetch(url2, { headers }, defaultMaxBytes);
    const token = reply.status === 200 ? findToken(reply.bytes) : void 0;
    if (token !== void 0) return token;
    if (reply.status === 429 || reply.status >= 500) {
      throw new UnavailableError(`The token service of registry ${this.#options.host} answered ${reply.status}.`);
    }
    throw new AbortError(
      this.#notAllowed(`The token service of registry ${this.#options.host} answered ${reply.status}.`)
    );
  }
  #send(path, request2, authorization) {
    const url2 = new URL(path, `${this.#options.baseUrl}/`);
    const own = url2.origin === new URL(this.#options.baseUrl).origin;
    const headers = { ...request2.headers, ...authorization && own ? { authorization } : {} };
    const init = { method: request2.method ?? "GET", headers, ...request2.body ? { body: request2.body } : {} };
    return this.#fetch(url2, init, request2.maxBytes ?? defaultMaxBytes);
  }
  async #fetch(url2, init, maxBytes) {
    const { host, timeoutMs } = this.#options;
    try {
      const response = await fetch(url2, { ...init, signal: AbortSignal.timeout(timeoutMs) });
      return { status: response.status, headers: response.headers, bytes: await readAtMost(response, maxBytes) };
    } catch (cause) {
      const late = cause instanceof Error && cause.name === "TimeoutError";
      const why = late ? `did not answer within ${timeoutMs / 1e3} s` : `cannot be reached (${reasonOf(cause)})`;
      throw new UnavailableError(`Registry ${host} ${why}. Check that it is up and reachable from here.`, { cause });
    }
  }
};
async function readAtMost(response, maxBytes) {
  const chunks = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw new TypeError(`the reply is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
function reasonOf(error) {
  if (!(error instanceof Error)) return "unknown";
  const { cause } = error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return cause instanceof Error ? cause.message : error.message;
}
function findToken(bytes) {
  try {
    const body = JSON.parse(bytes.toString("utf8"));
    if (typeof body !== "object" || body === null) return void 0;
    if ("token" in body && typeof body.token === "string") return body.token;
    return "access_token" in body && typeof body.access_token === "string" ? body.access_token : void 0;
  } catch {
    return void 0;
  }
}
function problemCodes(bytes) {
  const codes = [...bytes.toString("utf8").matchAll(/"code"\s*:\s*"([A-Z_]{1,40})"/g)].map(([, code]) => code);
  return codes.length === 0 ? "" : ` (${codes.join(", ")})`;
}

// src/registry/image-registry.ts
var manifestTypes = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json"
];
var maxBlobBytes = 1024 * 1024 * 1024;
var maxTagPages = 1e3;
function digestOf(bytes) {
  return digestSchema.parse(`sha256:${createHash("sha256").update(bytes).digest("hex")}`);
}
var ImageRegistry = class _ImageRegistry {
  #options;
  #sessions = /* @__PURE__ */ new Map();
  constructor(options = {}) {
    this.#options = {
      findCredentials: options.findCredentials ?? (() => void 0),
      mirrors: options.mirrors ?? {},
      timeoutMs: options.timeoutMs ?? 3e4,
      attempts: options.attempts ?? 4
    };
  }
  /** With Docker's logins and the mirrors in TIDEGATE_REGISTRY_MIRRORS. */
  static fromEnvironment(env) {
    const mirrors = parseRegistryMirrors(env[mirrorsVariable]);
    return new _ImageRegistry({ findCredentials: dockerCredentials(env), mirrors });
  }
  /** The digest a tag points at, or `undefined` when there is no such tag or image. */
  async findDigest(image, tag) {
    const reply = await this.#pull(image, `manifests/${checkTag(tag)}`, { headers: acceptManifests, expect: [404] });
    return reply.status === 404 ? void 0 : digestOf(reply.bytes);
  }
  /**
   * Points a tag at an image that is already there. Doing it again changes nothing.
   *
   * @throws ConflictError when the tag is at another image: a tag is never moved
   */
  async tag(image, digest, tag) {
    const current = await this.findDigest(image, tag);
    if (current !== void 0 && current !== digest) throw movedTag(image, tag, current, digest);
    if (current === digest) return;
    const { bytes, mediaType } = await this.getManifest(image, digest);
    await this.putManifest(image, bytes, mediaType, tag);
    const after = await this.findDigest(image, tag);
    if (after !== digest) throw movedTag(image, tag, after ?? "nothing", digest);
  }
  /** All tags in the registry's order; empty when there is no such image. */
  async listTags(image) {
    const tags = [];
    let path = "tags/list?n=1000";
    for (let page = 0; path !== void 0 && page < maxTagPages; page += 1) {
      const reply = await this.#pull(image, path, { expect: [404] });
      if (reply.status === 404) return tags;
      tags.push(...parseTags(reply.bytes, image));
      path = nextPage(reply.headers.get("link"));
    }
    return tags;
  }
  /** @throws TidegateError `not-found` when there is none; UnavailableError when its bytes do not match the digest */
  async getManifest(image, digest) {
    const reply = await this.#pull(image, `manifests/${digest}`, { headers: acceptManifests, expect: [404] });
    if (reply.status === 404) throw notFound(image, digest);
    const mediaType = reply.headers.get("content-type")?.split(";")[0]?.trim() ?? "";
    return { digest, mediaType, bytes: verified(reply.bytes, digest, image) };
  }
  /** @throws TidegateError `not-found` when there is none; UnavailableError when its bytes do not match the digest */
  async getBlob(image, digest) {
    const reply = await this.#pull(image, `blobs/${digest}`, { expect: [404], maxBytes: maxBlobBytes });
    if (reply.status === 404) throw notFound(image, digest);
    return verified(reply.bytes, digest, image);
  }
  /** Uploads a blob unless it is there already. */
  async putBlob(image, bytes) {
    const digest = digestOf(bytes);
    const present = await this.#push(image, `blobs/${digest}`, { method: "HEAD", expect: [404] });
    if (present.status !== 404) return digest;
    const upload = await this.#push(image, "blobs/uploads/", { method: "POST" });
    const location = upload.headers.get("location");
    if (location === null) throw new UnavailableError(`The registry of ${image} did not say where to upload to.`);
    const { session, root, scope } = this.#locate(image, "pull,push");
    const url2 = new URL(location, `http://relative.invalid/${root}blobs/uploads/`);
    url2.searchParams.set("digest", digest);
    const path = url2.hostname === "relative.invalid" ? `${url2.pathname}${url2.search}` : url2.href;
    const headers = { "content-type": "application/octet-stream" };
    await session.request(path, scope, { method: "PUT", headers, body: bytes });
    return digest;
  }
  /** @param reference a tag to point at it; without one it is reachable by digest alone */
  async putManifest(image, bytes, mediaType, reference) {
    const digest = digestOf(bytes);
    const place = reference === void 0 ? digest : checkTag(reference);
    const request2 = { method: "PUT", headers: { "content-type": mediaType }, body: Uint8Array.from(bytes) };
    await this.#push(image, `manifests/${place}`, request2);
    return digest;
  }
  #pull(image, path, request2) {
    const { session, root, scope } = this.#locate(image, "pull");
    return session.request(path.startsWith("/") ? path : `${root}${path}`, scope, request2);
  }
  #push(image, path, request2) {
    const { session, root, scope } = this.#locate(image, "pull,push");
    return session.request(`${root}${path}`, scope, request2);
  }
  #locate(image, actions) {
    const { host, repository } = parseImageName(image);
    const { mirrors, findCredentials, timeoutMs, attempts } = this.#options;
    const baseUrl = registryUrl(host, mirrors);
    const credentialsHost = mirrors[host] === void 0 ? host : new URL(baseUrl).host;
    const session = this.#sessions.get(host) ?? new RegistrySession({ host, baseUrl, credentialsHost, findCredentials, timeoutMs, attempts });
    this.#sessions.set(host, session);
    return { session, root: `v2/${repository}/`, scope: `repository:${repository}:${actions}` };
  }
};
var acceptManifests = { accept: manifestTypes.join(", ") };
function verified(bytes, digest, image) {
  const actual = digestOf(bytes);
  if (actual === digest) return bytes;
  throw new UnavailableError(
    `What the registry sent for ${image}@${digest} has the digest ${actual}: it was changed or cut on the way. Nothing of it is used; try again.`
  );
}
function notFound(image, digest) {
  return new TidegateError(
    "not-found",
    `${image}@${digest} is not in its registry. Deliver it again, or check the image's name in the manifest.`
  );
}
function movedTag(image, tag, current, wanted) {
  return new ConflictError(
    `${image}:${tag} is already at ${current}, not at ${wanted}. A tag is never moved; choose another version.`
  );
}
function parseTags(bytes, image) {
  try {
    const body = JSON.parse(bytes.toString("utf8"));
    const tags = typeof body === "object" && body !== null && "tags" in body ? body.tags : void 0;
    if (tags === null) return [];
    if (Array.isArray(tags) && tags.every((tag) => typeof tag === "string")) return tags;
  } catch {
  }
  throw new UnavailableError(
    `The registry's list of tags of ${image} is not one: ${quoteValue(bytes.subarray(0, 60).toString("utf8"))}.`
  );
}
function nextPage(link) {
  const target = link?.match(/<([^>]+)>\s*;\s*rel="?next"?/)?.[1];
  if (target === void 0) return void 0;
  const url2 = new URL(target, "http://relative.invalid/");
  return `${url2.pathname}${url2.search}`;
}

// src/errors/did-you-mean.ts
function findNearest(written, known) {
  const ranked = known.map((name) => ({ name, distance: editDistance(written.toLowerCase().slice(0, 64), name.toLowerCase()) })).sort((left, right) => left.distance - right.distance);
  const [best] = ranked;
  const isNear = best !== void 0 && best.distance <= Math.max(1, Math.floor(best.name.length / 3));
  return isNear ? best.name : void 0;
}
function editDistance(from, to) {
  let above = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const substituted = (row[j] ?? 0) + (letter === other ? 0 : 1);
      const isSwap = i > 0 && j > 0 && letter === to[j - 1] && from[i - 1] === other;
      const swapped = isSwap ? (above[j - 1] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(substituted, swapped, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    above = row;
    row = next;
  }
  return row.at(-1) ?? 0;
}

// src/connect/find-settings.ts
function getService(manifest, name) {
  const service = manifest.services.find((candidate) => candidate.name === name);
  if (service !== void 0) return service;
  throw unknown("service", name, manifest.services);
}
function getEnvironment(service, name) {
  const environment = service.environments.find((candidate) => candidate.name === name);
  if (environment !== void 0) return environment;
  throw unknown(`environment of ${service.name}`, name, service.environments);
}
function unknown(what, name, known) {
  const names = known.map((one) => one.name);
  const nearest = findNearest(name, names);
  const hint = nearest === void 0 ? "" : ` Did you mean ${nearest}?`;
  const message = `There is no ${what} named ${quoteValue(name)}. There is: ${names.join(", ")}.${hint}`;
  return new TidegateError("not-found", message);
}

// src/connect/load-manifest.ts
import { readFile } from "node:fs/promises";

// src/connect/manifest-rules.ts
function manifestRuleProblems({ services }) {
  return [
    ...repeated(services, "$.services"),
    ...services.flatMap((service, index) => serviceProblems(service, `$.services[${index}]`))
  ];
}
function serviceProblems({ environments, notify }, place) {
  return [
    ...repeated(environments, `${place}.environments`),
    ...repeated(notify, `${place}.notify`),
    ...notify.flatMap(
      ({ name }, index) => name === "ledger" ? [`${place}.notify[${index}].name: "ledger" is GitHub Deployments; use another name`] : []
    ),
    ...environments.flatMap(
      (environment, index) => environmentProblems(environment, `${place}.environments[${index}]`)
    )
  ];
}
function environmentProblems({ strategy, limits }, place) {
  const problems = [];
  if (limits.leaseMs <= limits.pollMs) {
    problems.push(
      `${place}.limits.leaseMs: ${limits.leaseMs} is not above pollMs ${limits.pollMs}; the lease would run out between two looks`
    );
  }
  if (strategy.kind !== "canary") return problems;
  const { stepPercents, observeMs, maxObserveMs } = strategy;
  if (stepPercents.some((percent, index) => index > 0 && percent <= (stepPercents[index - 1] ?? 0))) {
    problems.push(`${place}.strategy.stepPercents: ${stepPercents.join(", ")} do not ascend`);
  }
  if (maxObserveMs < observeMs) {
    problems.push(`${place}.strategy.maxObserveMs: ${maxObserveMs} is below observeMs ${observeMs}`);
  }
  return problems;
}
function repeated(named, place) {
  return named.flatMap(
    ({ name }, index) => named.findIndex((other) => other.name === name) === index ? [] : [`${place}[${index}].name: "${name}" is there already`]
  );
}

// src/connect/load-manifest.ts
var remedy = "Run `npx projen` in the repository and commit what it writes; the file is not made to be edited";
var headSchema = object({ schema: number(), generator: string().optional() });
var ourSchema = manifestSchema.shape.schema.value;
async function loadManifest(path) {
  return parseManifest(await readText(path), path);
}
function parseManifest(text, path) {
  const json = parseJson2(text, path);
  const head = headSchema.safeParse(json);
  if (head.success && head.data.schema > ourSchema) throw tooNew(path, head.data);
  const parsed = manifestSchema.safeParse(json);
  const problems = parsed.success ? manifestRuleProblems(parsed.data) : parsed.error.issues.flatMap(problemsOf);
  if (!parsed.success || problems.length > 0) throw nonsense(path, problems);
  return parsed.data;
}
async function readText(path) {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const why = isMissing ? "is not there" : "cannot be read";
    const advice2 = `${remedy}. A job needs actions/checkout before this step`;
    throw new TidegateError("invalid-configuration", `The manifest ${quoteValue(path)} ${why}. ${advice2}.`, {
      cause: error
    });
  }
}
function parseJson2(text, path) {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? quoteValue(error.message) : "";
    throw new TidegateError(
      "invalid-configuration",
      `The manifest ${quoteValue(path)} is not JSON: ${why}. ${remedy}.`
    );
  }
}
function tooNew(path, { schema, generator }) {
  const writer = generator === void 0 ? "a newer tidegate" : `tidegate ${quoteValue(generator)}`;
  return new TidegateError(
    "invalid-configuration",
    `The manifest ${quoteValue(path)} has schema ${schema} and was written by ${writer}; this action reads schema ${ourSchema} and needs to be newer: use the actions of the same tidegate, which \`npx projen\` writes beside the manifest.`
  );
}
function nonsense(path, problems) {
  const shown = problems.slice(0, 20).map((problem) => `
  ${problem}`);
  const more = problems.length > shown.length ? `
  and ${problems.length - shown.length} more` : "";
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  return new TidegateError(
    "invalid-configuration",
    `The manifest ${quoteValue(path)} has ${count}:${shown.join("")}${more}
${remedy}.`
  );
}
function problemsOf(issue) {
  return [`${placeOf(issue.path)}: ${issue.message}`];
}
function placeOf(path) {
  return path.reduce(
    (place, key) => typeof key === "number" ? `${place}[${key}]` : `${place}.${String(key)}`,
    "$"
  );
}

// src/action/delivery-inputs.ts
var manifestInput = {
  description: "Path of the delivery manifest, from the workspace.",
  schema: string(),
  required: false,
  default: manifestPath
};
var githubToken = "${{ github.token }}";
var optionalTokenInput = {
  description: "Token for GitHub's API.",
  schema: string().optional(),
  required: false,
  default: githubToken,
  secret: true
};
var tokenInput = {
  description: "Token for GitHub's API.",
  schema: string("no token; pass `token`, or run where github.token exists"),
  required: false,
  default: githubToken,
  secret: true
};
var serviceInput = {
  description: "Name of the service, as in the manifest.",
  schema: string(),
  required: true
};
var environmentInput = {
  description: "Name of the environment, as in the manifest.",
  schema: string(),
  required: true
};
var versionInput = {
  description: "Version of the release, for example 1.4.0-alpha.7.",
  schema: string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/, "expected a version such as 1.4.0-alpha.7"),
  required: true
};
var digestInput = {
  description: "Digest of the image, sha256: and 64 hex digits.",
  schema: digestSchema,
  required: true
};
var commitInput = {
  description: "Commit that the image was built from, 40 hex digits.",
  schema: commitShaSchema,
  required: true
};
var retryReasonInput = {
  description: "Why a release that is in quarantine is tried again; empty when none is.",
  schema: string().max(500, "at most 500 characters").optional(),
  required: false
};
var overrideFreezeInput = {
  description: "Why a freeze window does not count this time; empty when none is overridden. Kept in the audit.",
  schema: string().max(500, "at most 500 characters").optional(),
  required: false
};
var overrideBudgetInput = {
  description: "Why it may begin although the error budget is spent or cannot be told; empty when it is not overridden. Kept in the audit.",
  schema: string().max(500, "at most 500 characters").optional(),
  required: false
};
var reasonInput = {
  description: "Why, in a sentence; it is kept in the record and told to the team.",
  schema: string().max(500, "at most 500 characters").default("no reason given"),
  required: false
};

export {
  GithubClient,
  GithubCommits,
  GithubDeliveryHistory,
  GithubDeployments,
  DeliveryError,
  DeploymentsChannel,
  GithubEnvironments,
  GithubTags,
  GithubReleases,
  ImageRegistry,
  findNearest,
  getService,
  getEnvironment,
  loadManifest,
  manifestInput,
  optionalTokenInput,
  tokenInput,
  serviceInput,
  environmentInput,
  versionInput,
  digestInput,
  commitInput,
  retryReasonInput,
  overrideFreezeInput,
  overrideBudgetInput,
  reasonInput
};
/*! Bundled license information:

content-type/dist/index.js:
  (*!
   * content-type
   * Copyright(c) 2015 Douglas Christopher Wilson
   * MIT Licensed
   *)

@octokit/request-error/dist-src/index.js:
  (* v8 ignore else -- @preserve -- Bug with vitest coverage where it sees an else branch that doesn't exist *)

@octokit/request/dist-bundle/index.js:
  (* v8 ignore next -- @preserve *)
  (* v8 ignore else -- @preserve *)

@octokit/graphql/dist-bundle/index.js:
  (* v8 ignore if -- @preserve *)

octokit/dist-bundle/index.js:
  (* v8 ignore next no need to test internals of the throttle plugin -- @preserve *)
*/

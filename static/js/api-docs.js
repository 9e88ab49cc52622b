// The interactive description of the API: 1.5 MB, fetched when its reader opens it.
const holder = document.getElementById("swagger-ui");

function element(name, properties) {
  return new Promise((resolve, reject) => {
    const made = Object.assign(document.createElement(name), properties);
    made.addEventListener("load", resolve);
    made.addEventListener("error", reject);
    document.head.append(made);
  });
}

async function describe() {
  await Promise.all([
    element("link", { rel: "stylesheet", href: holder.dataset.style }),
    element("script", { src: holder.dataset.script }),
  ]);
  SwaggerUIBundle({
    url: holder.dataset.schema,
    domNode: holder,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    defaultModelsExpandDepth: 0,
    validatorUrl: null, // otherwise the schema's address goes to a third party
    requestInterceptor: (request) => {
      if (holder.dataset.csrf && request.method !== "GET") request.headers["X-CSRFToken"] = holder.dataset.csrf;
      return request;
    },
  });
}

holder.closest("details").addEventListener("toggle", describe, { once: true });

// The interactive description of the API, loaded when its reader opens it.
const holder = document.getElementById("swagger-ui");

holder.closest("details").addEventListener("toggle", () => {
  SwaggerUIBundle({
    url: holder.dataset.schema,
    domNode: holder,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    validatorUrl: null, // otherwise the schema's address goes to a third party
    requestInterceptor: (request) => {
      if (holder.dataset.csrf && request.method !== "GET") request.headers["X-CSRFToken"] = holder.dataset.csrf;
      return request;
    },
  });
}, { once: true });

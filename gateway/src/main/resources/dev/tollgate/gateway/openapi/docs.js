const documents = [
  { name: "App plane", url: "/openapi.json" },
  { name: "Control plane", url: "/control/openapi.json" },
];

// A listener of its own has the control plane's document alone.
Promise.all(documents.map((one) => fetch(one.url, { method: "HEAD" }))).then((answers) =>
  SwaggerUIBundle({
    dom_id: "#reference",
    urls: documents.filter((_, at) => answers[at].ok),
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: "StandaloneLayout",
  }),
);

SwaggerUIBundle({
  dom_id: "#reference",
  urls: [
    { name: "App plane", url: "/openapi.json" },
    { name: "Control plane", url: "/control/openapi.json" },
  ],
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: "StandaloneLayout",
});

function latencies(title, seconds) {
  lines(title, 'ms', seconds.events.map((_, i) => i), { p50: seconds.p50_ms, p95: seconds.p95_ms, p99: seconds.p99_ms })
}
if (figures.prompt) latencies(`${figures.prompt.rate} events a second`, figures.prompt.seconds)
if (figures.hanging) {
  latencies('Twenty endpoints, all healthy', figures.hanging.all_healthy.seconds)
  latencies('The eighteen healthy while two hang', figures.hanging.tenth_hangs.seconds)
}
listAll('seconds')

if (figures.agents) {
  const series = figures.agents.series
  lines('Live heap of the gateway', 'MiB', series.seconds, { live: series.heap_mib })
  lines('Calls and lists', 'a second', series.seconds, { answers: series.per_second })
  lines('How long answers took', 'ms', series.seconds, { p50: series.p50_ms, p99: series.p99_ms })
  lines('Sockets of the gateway', 'open', series.seconds, { sockets: series.sockets })
}
if (figures.beside) {
  const measured = ['requests_per_second', 'cpu_us_per_call', 'p50_ms', 'p99_ms']
  row(byId('beside'), 'th', ['server', 'calls a second', 'CPU-µs a call', 'p50 ms', 'p99 ms', 'errors'])
  Object.entries(figures.beside).filter(([, server]) => server.median).forEach(([name, server]) =>
    row(byId('beside'), 'td', [name, ...measured.map(figure => number(server.median[figure])), number(server.errors)]))
}
listAll('series')

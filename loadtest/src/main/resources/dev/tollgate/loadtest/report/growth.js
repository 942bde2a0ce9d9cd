// A point for each size, at equal distances: every size is several times the one before.
function bySize(title, unit, sizes, series) {
  const colours = ['#4a9c5d', '#3b6fb6', '#d9822b', '#b00020']
  new uPlot({
    title, width: 500, height: 320,
    scales: { x: { time: false, range: [-0.2, sizes.length - 0.8] }, y: { range: (u, low, high) => [0, high * 1.1] } },
    axes: [{ splits: () => sizes.map((_, i) => i), values: () => sizes.map(number) }, { label: unit, size: 70 }],
    series: [{ value: (u, at) => at == null ? '' : number(sizes[Math.round(at)]) },
      ...Object.keys(series).map((label, i) => ({ label, stroke: colours[i % colours.length] }))],
  }, [sizes.map((_, i) => i), ...Object.values(series)], byId('charts'))
}
['workspaces', 'contacts', 'calls'].filter(part => figures[part]).forEach(part => {
  const calls = Object.entries(figures[part].calls)
  bySize(`Cost by ${part}`, 'CPU-µs', figures[part].sizes, Object.fromEntries(calls.map(([name, call]) => [name, call.cpu_us])))
  bySize(`p99 by ${part}`, 'ms', figures[part].sizes, Object.fromEntries(calls.map(([name, call]) => [name, call.p99_ms])))
})
listAll('')

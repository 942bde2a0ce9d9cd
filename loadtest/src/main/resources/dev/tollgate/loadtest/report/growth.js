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
const curves = (calls, values) => Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, values(call)]))
;['workspaces', 'contacts', 'calls'].filter(part => figures[part]).forEach(part => {
  const { sizes, calls } = figures[part]
  bySize(`Cost by ${part}, with the fewest = 1`, 'times', sizes, curves(calls, call => call.cpu_us.map(cost => cost / call.cpu_us[0])))
  bySize(`Cost by ${part}`, 'CPU-µs', sizes, curves(calls, call => call.cpu_us))
  bySize(`p99 by ${part}`, 'ms', sizes, curves(calls, call => call.p99_ms))
})
listAll('')

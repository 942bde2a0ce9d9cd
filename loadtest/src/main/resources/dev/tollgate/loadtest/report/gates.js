const legs = Object.keys(figures.legs), loads = ['64', '256', 'half', 'half_64']
const columns = { requests_per_second: 'requests/s', p50_ms: 'p50 ms', p99_ms: 'p99 ms', cpu_us: 'CPU-µs', redis_us: 'Redis-µs' }
const colours = ['#3b6fb6', '#d9822b', '#4a9c5d', '#a0508c', '#8c6d46', '#555', '#c94f4f', '#2aa1a1', '#7c7cd0', '#b5a100', '#009fd4', '#000']

byId('how').textContent = `Bars are medians over ${figures.rounds} rounds, load by ${figures.load}: 64 connections left, 256 right. Lines are rounds at 256.`

row(byId('medians'), 'th', ['leg', 'load', ...Object.values(columns)])
legs.forEach(leg => loads.filter(load => figures.legs[leg][load]).forEach(load => row(byId('medians'), 'td', [
  leg, load, ...Object.keys(columns).map(name => number(figures.legs[leg][load].median[name]))])))

const spread = (leg, load, name) => figures.legs[leg][load] ? figures.legs[leg][load].median[name] : null
function bars(title, name) {
  new uPlot({
    title, width: 500, height: 320, scales: { x: { time: false, range: [-0.6, legs.length - 0.4] }, y: { range: (u, low, high) => [0, high * 1.1] } },
    axes: [{ splits: () => legs.map((_, i) => i), values: () => legs, rotate: -50, size: 130 }, { size: 70 }],
    series: [{ value: (u, at) => at == null ? '' : legs[Math.round(at)] },
      { label: '64', fill: '#3b6fb699', stroke: '#3b6fb6', paths: uPlot.paths.bars({ size: [0.4, 40], align: -1 }), points: { show: false } },
      { label: '256', fill: '#d9822b99', stroke: '#d9822b', paths: uPlot.paths.bars({ size: [0.4, 40], align: 1 }), points: { show: false } }],
  }, [legs.map((_, i) => i), legs.map(leg => spread(leg, '64', name)), legs.map(leg => spread(leg, '256', name))], byId('charts'))
}
bars('Requests per second', 'requests_per_second')
bars('Processor µs per request', 'cpu_us')
bars('Redis µs per request', 'redis_us')
bars('p99 ms at full rate', 'p99_ms')
new uPlot({
  title: 'Requests per second by round, 256 connections', width: 500, height: 420,
  scales: { x: { time: false } }, axes: [{ incrs: [1] }, { size: 70 }],
  series: [{ label: 'round' }, ...legs.map((leg, i) => ({ label: leg, stroke: colours[i % colours.length] }))],
}, [Array.from({ length: figures.rounds }, (_, i) => i + 1),
  ...legs.map(leg => figures.legs[leg]['256'].rounds.requests_per_second)], byId('charts'))

byId('reconcile').textContent = `Reconcile: ${figures.reconcile}. Micros by the client's count, and those charged; a client that leaves may have calls under way.`
row(byId('agreement'), 'th', ['legs of one account', 'micros by the client', 'micros charged', 'errors'])
figures.agreement.forEach(one => row(byId('agreement'), 'td', [
  Object.keys(one.client).join(', '), number(one.micros_by_the_client), number(one.micros_charged),
  number(Object.values(one.client).reduce((sum, leg) => sum + leg.errors, 0))]))

// What every page has: the result, where it was measured, its goals; and what its own script draws with.
const result = JSON.parse(document.getElementById('result').textContent), figures = result.figures
const byId = id => document.getElementById(id)
const number = value => typeof value !== 'number' ? String(value)
  : value >= 100 ? Math.round(value).toLocaleString('en') : String(Math.round(value * 100) / 100)

function row(table, name, cells, style) {
  const line = table.appendChild(document.createElement('tr'))
  cells.forEach(cell => {
    const made = line.appendChild(document.createElement(name))
    made.textContent = cell
    if (style) made.className = style
  })
}

// Lines over the same seconds, by their labels.
function lines(title, unit, at, series) {
  const colours = ['#4a9c5d', '#3b6fb6', '#d9822b', '#b00020']
  new uPlot({
    title, width: 500, height: 320, scales: { x: { time: false }, y: { range: (u, low, high) => [0, high * 1.1] } },
    axes: [{ label: 'second' }, { label: unit, size: 70 }],
    series: [{ label: 'second' }, ...Object.keys(series).map((label, i) => ({ label, stroke: colours[i] }))],
  }, [at, ...Object.values(series)], byId('charts'))
}

// Every figure by its path, but for what a chart shows.
function list(table, path, value, drawn) {
  if (value !== null && typeof value === 'object') {
    Object.entries(value).filter(([name]) => name !== drawn)
      .forEach(([name, inner]) => list(table, path ? `${path} · ${name}` : name, inner, drawn))
  } else {
    row(table, 'td', [path, number(value)])
  }
}
function listAll(drawn) {
  Object.entries(figures).filter(([name]) => name !== 'goals' && name !== 'reconcile')
    .forEach(([name, value]) => list(byId('figures'), name, value, drawn))
  byId('reconcile').textContent = `Reconcile: ${figures.reconcile}`
}

const machine = result.machine, servers = result.servers || {}
byId('about').textContent = `Commit ${result.commit}, ${result.measured_at}; ${machine.processor},`
  + ` ${machine.cores} cores, ${machine.os}, Java ${machine.java}`
  + Object.entries(servers).map(([name, version]) => `; ${name} ${version}`).join('')

row(byId('goals'), 'th', ['goal', 'limit', 'measured', ''])
for (const goal of figures.goals || []) {
  const limit = 'at_least' in goal ? `≥ ${number(goal.at_least)}` : `≤ ${number(goal.at_most)}`
  const end = goal.met ? 'met' : 'missed'
  row(byId('goals'), 'td', [goal.goal, limit, 'measured' in goal ? number(goal.measured) : 'not measured', end], end)
}

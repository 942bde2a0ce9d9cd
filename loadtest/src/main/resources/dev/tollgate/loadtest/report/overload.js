['writes', 'reads'].filter(leg => figures[leg]).forEach(leg => {
  const series = figures[leg].overload.series, seconds = series.done.map((_, i) => i)
  lines(`${leg}: answers`, 'a second', seconds, { done: series.done, refused: series.refused })
  lines(`${leg}: p99`, 'ms', seconds, { done: series.done_p99_ms, refused: series.refused_p99_ms })
})
listAll('series')

(function () {
  'use strict';

  var data = JSON.parse(document.getElementById('report-data').textContent);
  var dark = matchMedia('(prefers-color-scheme: dark)');
  var chosenTheme = null;
  var printing = false;
  var drawn = [];

  // Okabe and Ito's palette, lightened for dark paper; dashes tell lines apart without color.
  var PALETTES = {
    light: {
      ink: '#1c2024', soft: '#5b6570', grid: '#e6e8e4', card: '#ffffff', tip: '#ffffff', load: '#6b7785',
      series: ['#0072b2', '#d55e00', '#009e73', '#b0569b', '#a87900', '#3a9ad9', '#5b5bd6', '#7a5230'],
      better: '#00805f', worse: '#c4500f', neutral: '#7b8791'
    },
    dark: {
      ink: '#e7eaec', soft: '#9aa5ae', grid: '#2d343a', card: '#1c2125', tip: '#262c31', load: '#8f9ba6',
      series: ['#56b4e9', '#ff8b4d', '#35c99b', '#e08fcb', '#f0c04a', '#8ad0ff', '#a3a3ff', '#cfa47c'],
      better: '#4fd0ab', worse: '#ff9a66', neutral: '#8f9ba6'
    }
  };
  var DASHES = ['solid', [7, 4], [2, 3], [9, 3, 2, 3]];

  function themeName() {
    return printing ? 'light' : chosenTheme || (dark.matches ? 'dark' : 'light');
  }

  function escapeHtml(text) {
    return String(text).replace(/[&<>"']/g, function (c) {
      return { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }[c];
    });
  }

  // ---- numbers -------------------------------------------------------------------------------

  function scaleOf(unit, size) {
    size = Math.abs(size);
    if (unit === 's') {
      if (size === 0 || (size >= 1 && size < 120)) return { factor: 1, symbol: 's' };
      if (size < 1e-6) return { factor: 1e9, symbol: 'ns' };
      if (size < 1e-3) return { factor: 1e6, symbol: 'µs' };
      if (size < 1) return { factor: 1e3, symbol: 'ms' };
      if (size < 7200) return { factor: 1 / 60, symbol: 'min' };
      return size < 172800 ? { factor: 1 / 3600, symbol: 'h' } : { factor: 1 / 86400, symbol: 'd' };
    }
    if (unit === 'ratio') return { factor: 100, symbol: '%' };
    if (unit === '1') return { factor: 1, symbol: '' };
    if (unit === '1/s') return { factor: 1, symbol: '/s' };
    return { factor: 1, symbol: unit };
  }

  function digits(value, significant) {
    if (value === 0) return '0';
    var decimals = Math.max(0, significant - 1 - Math.floor(Math.log10(Math.abs(value))));
    var parts = value.toFixed(Math.min(decimals, 12)).split('.');
    if (parts[0].replace('-', '').length > 4) parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, '\u202f');
    return parts.join('.').replace('-', '\u2212');
  }

  function shortest(value) {
    var text = String(Number(value.toPrecision(6)));
    var parts = text.split('.');
    if (/^-?\d{5,}$/.test(parts[0])) parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, '\u202f');
    return parts.join('.').replace('-', '\u2212');
  }

  function worded(value, unit) {
    if (value === null || value === undefined || !isFinite(value)) return '–';
    var scale = scaleOf(unit, value);
    return (digits(value * scale.factor, 3) + ' ' + scale.symbol).trim();
  }

  function axisLabel(scale) {
    return function (value) { return (shortest(value * scale.factor) + ' ' + scale.symbol).trim(); };
  }

  /** The unit in which a stretch of simulated time is told. */
  function clock(totalSeconds) {
    if (totalSeconds <= 300) return { seconds: 1, symbol: 's' };
    if (totalSeconds <= 4 * 3600) return { seconds: 60, symbol: 'min' };
    return totalSeconds <= 4 * 86400 ? { seconds: 3600, symbol: 'h' } : { seconds: 86400, symbol: 'd' };
  }

  // ---- charts --------------------------------------------------------------------------------

  function colorOf(line, palette) {
    return line.color === 'load' ? palette.load : palette.series[line.color % palette.series.length];
  }

  function dashOf(line) {
    return line.dashed ? [6, 4] : line.color === 'load' ? 'solid' : DASHES[Math.floor(line.color / 8) % DASHES.length];
  }

  function common(palette) {
    return {
      animation: false,
      textStyle: { fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, Arial, "Noto Sans", sans-serif', color: palette.ink },
      tooltip: {
        confine: true, className: 'tip', backgroundColor: palette.tip, borderColor: palette.grid,
        textStyle: { color: palette.ink, fontSize: 13 }, transitionDuration: 0
      }
    };
  }

  function axisLook(palette) {
    return {
      axisLine: { lineStyle: { color: palette.soft } }, axisTick: { lineStyle: { color: palette.soft } },
      axisLabel: { color: palette.soft, fontSize: 12, hideOverlap: true },
      nameTextStyle: { color: palette.soft, fontSize: 12 },
      splitLine: { lineStyle: { color: palette.grid } }
    };
  }

  function merged(a, b) {
    var out = {};
    Object.keys(a).forEach(function (k) { out[k] = a[k]; });
    Object.keys(b).forEach(function (k) {
      var both = out[k] && b[k] && typeof out[k] === 'object' && typeof b[k] === 'object' && !Array.isArray(b[k]);
      out[k] = both ? merged(out[k], b[k]) : b[k];
    });
    return out;
  }

  function greatest(lists) {
    var top = 0;
    lists.forEach(function (list) {
      list.forEach(function (v) { if (v !== null && v > top) top = v; });
    });
    return top;
  }

  var SOLID_ICON = 'path://M0,4h22v3h-22z';
  var DASHED_ICON = 'path://M0,4h6v3h-6zM8,4h6v3h-6zM16,4h6v3h-6z';

  function legendLook(palette, lines, offset, left, rightGap, width) {
    var wanted = lines.reduce(function (sum, line) { return sum + 40 + 7 * line.name.length; }, 0);
    return {
      data: lines.map(function (line) { return { name: line.name, icon: line.square ? 'rect' : line.dashed || dashOf(line) !== 'solid' ? DASHED_ICON : SOLID_ICON }; }),
      top: offset, itemWidth: lines[0].square ? 12 : 22, itemHeight: lines[0].square ? 12 : 3, itemGap: 16, left: left ? 0 : 'auto', right: left ? 'auto' : rightGap, padding: [4, 0],
      textStyle: { color: palette.ink, fontSize: 12 }, type: left && wanted > width ? 'scroll' : 'plain',
      pageIconColor: palette.soft, pageTextStyle: { color: palette.soft }
    };
  }

  /** Panels one below the other on one time axis: means as lines, intervals as bands. */
  function timeOption(chart, palette, width) {
    var option = common(palette);
    var narrow = width < 640;
    var head = narrow ? 46 : 26;
    var unit = clock(chart.totalSeconds);
    var at = [];
    for (var i = 0; i < chart.steps; i++) at.push((i + 0.5) * chart.stepSeconds / unit.seconds);
    var end = chart.totalSeconds / unit.seconds;
    option.title = []; option.grid = []; option.xAxis = []; option.yAxis = []; option.series = []; option.legend = [];
    var offset = 0;
    chart.panels.forEach(function (panel, p) {
      var last = p === chart.panels.length - 1;
      var peak = greatest(panel.lines.map(function (line) { return line.high || line.mean; }));
      if (panel.limit && panel.limit.value < 3 * peak) peak = Math.max(peak, panel.limit.value);
      var scale = scaleOf(panel.unit, peak);
      var step = peak === 0 ? 1 : niceStep(peak * scale.factor, panel.height > 120 ? 4 : 3) / scale.factor;
      option.title.push({ text: panel.title, left: 0, top: offset + 2, padding: 0, textStyle: { color: palette.ink, fontSize: 13, fontWeight: 600 } });
      if (panel.lines.length > 1) {
        option.legend.push(legendLook(palette, panel.lines, narrow ? offset + 22 : offset + 3, narrow, p === 0 && !printing ? 112 : 4, width));
      }
      option.grid.push({ left: 64, right: 14, top: offset + head, height: panel.height });
      option.xAxis.push(merged(axisLook(palette), {
        type: 'value', gridIndex: p, min: 0, max: end,
        axisLabel: { show: last, alignMaxLabel: 'right', formatter: function (v) { return shortest(v) + (v >= end * (1 - 1e-9) ? ' ' + unit.symbol : ''); } },
        interval: niceInterval(end, narrow ? 5 : width < 900 ? 8 : 12, unit.symbol),
        axisPointer: { show: true, label: { show: last, formatter: function (x) { return shortest(Number(x.value.toFixed(1))) + ' ' + unit.symbol; } } }
      }));
      option.yAxis.push(merged(axisLook(palette), {
        type: 'value', gridIndex: p, min: 0, axisLine: { show: false }, axisTick: { show: false },
        max: top(peak, step), interval: step,
        axisLabel: { formatter: axisLabel(scale) }
      }));
      panel.lines.forEach(function (line) {
        var color = colorOf(line, palette);
        var id = p + ':' + line.name;
        if (line.low) {
          option.series.push(band('band:' + id, line, p, at, color));
        }
        option.series.push({
          id: 'mean:' + id, name: line.name, type: 'line', xAxisIndex: p, yAxisIndex: p, symbol: 'none', color: color,
          data: at.map(function (t, k) { return [t, line.mean[k]]; }), emphasis: { disabled: true }, z: 4,
          lineStyle: { color: color, width: line.dashed ? 1.6 : 1.8, type: dashOf(line) },
          areaStyle: line.filled ? { color: color, opacity: 0.14 } : null,
          markArea: line === panel.lines[0] ? warmupArea(chart.warmupSeconds / unit.seconds, palette) : null,
          markLine: panel.limit && line === panel.lines[0] && panel.limit.value <= peak * 1.001 ? limitLine(panel.limit, palette) : null
        });
      });
      offset += head + panel.height + (last ? 26 : 14);
    });
    option.axisPointer = { link: [{ xAxisIndex: 'all' }], lineStyle: { color: palette.soft } };
    option.tooltip.trigger = 'axis';
    option.tooltip.formatter = function (points) {
      var rows = points.filter(function (p) { return p.seriesId.indexOf('mean:') === 0; }).map(function (p) {
        var panel = chart.panels[p.axisIndex === undefined ? Number(p.seriesId.split(':')[1]) : p.axisIndex];
        var line = panel.lines.filter(function (l) { return l.name === p.seriesName; })[0];
        var k = p.dataIndex;
        var range = line.low && line.low[k] !== null ? worded(line.low[k], panel.unit) + ' to ' + worded(line.high[k], panel.unit) : '';
        return '<tr><td><i style="background:' + colorOf(line, palette) + '"></i>' + escapeHtml(line.label || line.name) + '</td><td><b>' +
          worded(line.mean[k], panel.unit) + '</b></td><td class="range">' + range + '</td></tr>';
      });
      if (!rows.length) return '';
      return worded(points[0].data[0] * unit.seconds, 's') + '<table>' + rows.join('') + '</table>';
    };
    option.toolbox = toolbox(palette, narrow);
    return { option: option, height: offset };
  }

  function toolbox(palette, narrow) {
    return {
      show: !narrow && !printing, right: 0, top: 2, itemSize: 12, iconStyle: { borderColor: palette.soft },
      feature: { dataZoom: { xAxisIndex: 'all', yAxisIndex: 'none', filterMode: 'none', title: { zoom: 'Zoom into a time span', back: 'Zoom back' } }, restore: { title: 'Restore' }, saveAsImage: { title: 'Save as image' } }
    };
  }

  /** The interval as one polygon per stretch without gaps. */
  function band(id, line, panel, at, color) {
    var stretches = [];
    var open = null;
    at.forEach(function (t, k) {
      if (line.low[k] === null || line.high[k] === null) { open = null; return; }
      if (!open) { open = []; stretches.push(open); }
      open.push(k);
    });
    return {
      id: id, name: line.name, type: 'custom', xAxisIndex: panel, yAxisIndex: panel, clip: true, silent: true, z: 2, color: color,
      tooltip: { show: false }, data: [[at[0], 0]],
      renderItem: function (params, api) {
        return { type: 'group', children: stretches.map(function (ks) {
          var there = ks.map(function (k) { return api.coord([at[k], line.high[k]]); });
          var back = ks.map(function (k) { return api.coord([at[k], line.low[k]]); }).reverse();
          return { type: 'polygon', shape: { points: there.concat(back) }, style: { fill: color, opacity: 0.25 } };
        }) };
      }
    };
  }

  /** The stretch before anything is measured. */
  function warmupArea(end, palette) {
    return end > 0 ? { silent: true, z: 1, itemStyle: { color: palette.soft, opacity: 0.16 }, data: [[{ xAxis: 0 }, { xAxis: end }]] } : null;
  }

  function limitLine(limit, palette) {
    return {
      silent: true, symbol: 'none', lineStyle: { color: palette.ink, type: [4, 3], width: 1 },
      label: { formatter: limit.name, position: 'insideStartTop', color: palette.soft, fontSize: 11 }, data: [{ yAxis: limit.value }]
    };
  }

  /** The end of an axis: the first step at or above the peak. */
  function top(peak, step) { return step * Math.max(1, Math.ceil(peak / step - 1e-9)); }

  function niceStep(span, parts) {
    var raw = span / parts;
    var power = Math.pow(10, Math.floor(Math.log10(raw)));
    var first = [1, 2, 2.5, 5, 10].filter(function (m) { return m * power >= raw * 0.999; })[0];
    return first * power;
  }

  function niceInterval(span, parts, symbol) {
    var steps = { s: [1, 2, 5, 10, 15, 30, 60], min: [1, 2, 5, 10, 15, 20, 30, 60], h: [1, 2, 3, 4, 6, 12, 24], d: [1, 2, 5, 10, 30, 100] }[symbol];
    return steps.filter(function (s) { return span / s <= parts; })[0] || niceStep(span, parts);
  }

  /** Labels of a logarithmic axis: powers of ten stay powers of ten, so no minutes or hours. */
  function logTick(unit) {
    return function (value) {
      var scale = unit === 's' && value >= 0.9999 ? { factor: 1, symbol: 's' } : scaleOf(unit, value * 1.0001);
      return (shortest(value * scale.factor) + ' ' + scale.symbol).trim();
    };
  }

  /** Values over log 1/(1-p): every further nine of a percentile takes the same width. */
  function percentileOption(chart, palette, width) {
    var option = common(palette);
    var narrow = width < 640;
    var all = chart.lines.map(function (line) { return line.values; });
    var peak = greatest(all);
    var least = all.reduce(function (m, values) {
      return values.reduce(function (n, v) { return v > 0 && v < n ? v : n; }, m);
    }, Infinity);
    var logarithmic = peak / least > 30;
    var step = niceStep(peak * scaleOf(chart.unit, peak).factor, 4) / scaleOf(chart.unit, peak).factor;
    var reach = greatest(chart.lines.map(function (line) { return line.odds; }));
    option.legend = legendLook(palette, chart.lines, 2, true, 0, width);
    option.grid = { left: 70, right: 36, top: 34, bottom: 46 };
    option.xAxis = merged(axisLook(palette), {
      type: 'log', logBase: 10, min: 1, max: Math.pow(10, Math.ceil(Math.log10(reach) - 1e-9)), name: 'percentile', nameLocation: 'middle', nameGap: 28,
      axisLabel: { formatter: percentLabel, fontSize: reach > 1e5 ? 10.5 : 12 }, minorTick: { show: false }
    });
    option.yAxis = merged(axisLook(palette), {
      type: logarithmic ? 'log' : 'value', min: logarithmic ? Math.pow(10, Math.floor(Math.log10(least))) : 0,
      max: logarithmic ? Math.pow(10, Math.ceil(Math.log10(peak) - 1e-9)) : top(peak, step),
      interval: logarithmic ? null : step,
      axisLine: { show: false }, axisTick: { show: false },
      axisLabel: { formatter: logarithmic ? logTick(chart.unit) : axisLabel(scaleOf(chart.unit, peak)) },
      minorSplitLine: { show: logarithmic, lineStyle: { color: palette.grid, opacity: 0.5 } }
    });
    option.series = chart.lines.map(function (line) {
      var color = colorOf(line, palette);
      return {
        id: 'mean:' + line.name, name: line.name, type: 'line', symbol: 'none', color: color, smooth: false, emphasis: { disabled: true },
        lineStyle: { color: color, width: 2, type: dashOf(line) }, data: line.odds.map(function (x, k) { return [x, logarithmic && line.values[k] <= 0 ? null : line.values[k]]; })
      };
    });
    if (chart.limits.length) {
      option.series.push({
        id: 'limits', name: 'SLO limit', type: 'scatter', symbol: 'diamond', symbolSize: 12, silent: true, z: 6,
        itemStyle: { color: palette.card, borderColor: palette.ink, borderWidth: 2 },
        labelLayout: { moveOverlap: 'shiftY' }, label: { show: true, position: 'left', color: palette.ink, fontSize: 12, distance: 8, backgroundColor: palette.card, padding: [1, 4], formatter: function (p) { return chart.limits[p.dataIndex].name; } },
        data: chart.limits.map(function (limit) { return [limit.odds, limit.value]; })
      });
    }
    option.tooltip.trigger = 'axis';
    option.axisPointer = { lineStyle: { color: palette.soft }, label: { formatter: function (x) { return x.axisDimension === 'x' ? percentLabel(x.value) : ''; } } };
    option.tooltip.formatter = function (points) {
      var rows = points.filter(function (p) { return p.seriesId.indexOf('mean:') === 0 && p.data[1] !== null; }).map(function (p) {
        return '<tr><td><i style="background:' + p.color + '"></i>' + escapeHtml(p.seriesName) + '</td><td><b>' + worded(p.data[1], chart.unit) + '</b></td></tr>';
      });
      return rows.length ? percentLabel(points[0].data[0]) + '<table>' + rows.join('') + '</table>' : '';
    };
    return { option: option, height: narrow ? 330 : 390 };
  }

  function percentLabel(odds) {
    var nines = Math.max(0, Math.ceil(Math.log10(odds) - 1e-9) - 2) + (Math.log10(odds) % 1 > 1e-6 && Math.log10(odds) % 1 < 1 - 1e-6 ? 1 : 0);
    return Number((100 * (1 - 1 / odds)).toFixed(Math.min(nines, 8))) + ' %';
  }

  /** Shares of stages, one bar per service. */
  function stackOption(chart, palette, width) {
    var option = common(palette);
    var bars = chart.bars;
    option.legend = legendLook(palette, chart.stages.map(function (stage) { return { name: stage, square: true }; }), 2, true, 0, width);
    option.grid = { left: 8, right: 20, top: 34, bottom: 26, containLabel: true };
    option.xAxis = merged(axisLook(palette), { type: 'value', min: 0, max: 1, interval: 0.25, axisLabel: { formatter: axisLabel({ factor: 100, symbol: '%' }) } });
    option.yAxis = merged(axisLook(palette), {
      type: 'category', inverse: true, data: bars.map(function (bar) { return bar.name + '\n' + worded(bar.total, 's'); }),
      axisTick: { show: false }, axisLabel: { color: palette.ink, lineHeight: 17 }, splitLine: { show: false }
    });
    option.series = chart.stages.map(function (stage, s) {
      return {
        name: stage, type: 'bar', stack: 'all', barWidth: 26, color: palette.series[s % palette.series.length], emphasis: { disabled: true },
        itemStyle: { borderColor: palette.card, borderWidth: 1 }, data: bars.map(function (bar) { return bar.total > 0 ? (bar.seconds[s] || 0) / bar.total : 0; })
      };
    });
    option.tooltip.trigger = 'axis';
    option.tooltip.axisPointer = { type: 'none' };
    option.tooltip.formatter = function (points) {
      var bar = bars[points[0].dataIndex];
      return escapeHtml(bar.name) + '<table>' + points.map(function (p, s) {
        return '<tr><td><i style="background:' + p.color + '"></i>' + escapeHtml(p.seriesName) + '</td><td><b>' + worded(bar.seconds[p.seriesIndex], 's') +
          '</b></td><td class="range">' + digits(100 * p.data, 2) + ' %</td></tr>';
      }).join('') + '</table>';
    };
    return { option: option, height: 70 + 54 * bars.length };
  }

  /** Relative paired differences with their intervals, around the line of no difference. */
  function forestOption(chart, palette, width) {
    var option = common(palette);
    var rows = chart.rows;
    var narrow = width < 640;
    var reach = greatest([rows.map(function (r) { return Math.min(Math.max(Math.abs(r.low), Math.abs(r.high)), 3); })]);
    var step = niceStep(reach || 0.01, 4);
    var edge = step * Math.ceil((reach || 0.01) / step - 1e-9);
    var tones = { better: palette.better, worse: palette.worse, neutral: palette.neutral };
    var letter = narrow ? 6 : 6.8;
    var longest = rows.reduce(function (n, r) { return Math.max(n, r.label.length); }, 0);
    var margin = Math.min(narrow ? Math.floor(width * 0.45) : 330, Math.ceil(longest * letter) + 16);
    var labels = rows.map(function (r) { return inLines(r.label, Math.max(8, Math.floor((margin - 14) / letter))); });
    var most = labels.reduce(function (n, l) { return Math.max(n, l.length); }, 1);
    option.grid = { left: margin, right: 34, top: 10, bottom: 44 };
    option.xAxis = merged(axisLook(palette), {
      type: 'value', min: -edge, max: edge, interval: step, name: 'change relative to ' + chart.reference, nameLocation: 'middle', nameGap: 28,
      axisLabel: { formatter: function (v) { return (v > 0 ? '+' : '') + shortest(100 * v) + ' %'; } }
    });
    option.yAxis = merged(axisLook(palette), {
      type: 'category', inverse: true, data: rows.map(function (r, i) { return i; }), axisTick: { show: false }, axisLine: { show: false },
      axisLabel: { color: palette.ink, fontSize: narrow ? 11 : 12, lineHeight: 14, interval: 0, formatter: function (i) { return labels[i].join('\n'); } }, splitLine: { show: true, lineStyle: { color: palette.grid } }
    });
    option.series = [{
      type: 'custom', clip: true, data: rows.map(function (r, i) { return [r.mean, i, r.low, r.high]; }), encode: { x: [0, 2, 3], y: 1 },
      markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: palette.ink, type: 'solid', width: 1.2 }, data: [{ xAxis: 0 }] },
      renderItem: function (params, api) {
        var row = rows[params.dataIndex];
        var color = tones[row.tone];
        var mid = api.coord([api.value(0), api.value(1)]);
        var line = { stroke: color, lineWidth: 2.2, fill: null };
        var point = row.tone === 'neutral' ? { fill: palette.card, stroke: color, lineWidth: 2 } : { fill: color, stroke: color, lineWidth: 2 };
        var low = api.coord([Math.min(edge, Math.max(-edge, row.low)), api.value(1)]);
        var high = api.coord([Math.min(edge, Math.max(-edge, row.high)), api.value(1)]);
        var shapes = [{ type: 'line', shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: line }];
        end(shapes, low, row.low < -edge ? -1 : row.low > edge ? 1 : 0, line);
        end(shapes, high, row.high > edge ? 1 : row.high < -edge ? -1 : 0, line);
        if (Math.abs(row.mean) <= edge) shapes.push({ type: 'circle', shape: { cx: mid[0], cy: mid[1], r: 5 }, style: point });
        return { type: 'group', children: shapes };
      }
    }];
    option.tooltip.trigger = 'item';
    option.tooltip.formatter = function (p) {
      var row = rows[p.dataIndex];
      return escapeHtml(row.label) + '<br><b>' + escapeHtml(row.difference) + '</b><br>' + escapeHtml(row.conclusion);
    };
    return { option: option, height: 58 + Math.max(27, 14 * most + 8) * rows.length };
  }

  /** The end of an interval: a tick, or an arrow where it goes on beyond the axis. */
  function end(shapes, at, beyond, style) {
    var points = beyond === 0 ? [[at[0], at[1] - 5], [at[0], at[1] + 5]] : [[at[0] - 7 * beyond, at[1] - 6], at, [at[0] - 7 * beyond, at[1] + 6]];
    shapes.push({ type: 'polyline', shape: { points: points }, style: style });
  }

  /** A label in lines of at most so many letters, broken between words, and before a brace or sign. */
  function inLines(text, letters) {
    var lines = [''];
    text.split(/(?<=[ }])|(?=[{<>])/).forEach(function (part) {
      var last = lines.length - 1;
      if (lines[last] && (lines[last] + part).trimEnd().length > letters) lines.push(part);
      else lines[last] += part;
    });
    return lines.map(function (line) { return line.trimEnd(); });
  }

  var KINDS = { time: timeOption, percentile: percentileOption, stack: stackOption, forest: forestOption };

  function draw(entry) {
    var width = printing ? 700 : entry.plot.clientWidth;
    var built = KINDS[entry.chart.kind](entry.chart, PALETTES[themeName()], width);
    entry.plot.style.height = built.height + 'px';
    if (!entry.instance) entry.instance = echarts.init(entry.plot, null, { renderer: 'svg', width: width, height: built.height });
    entry.instance.resize({ width: width, height: built.height });
    entry.instance.setOption(built.option, true);
  }

  function redraw() { drawn.forEach(function (entry) { if (entry.instance) draw(entry); }); }

  // ---- tables behind the charts ---------------------------------------------------------------

  function cell(row, tag, text, className) {
    var element = document.createElement(tag);
    element.textContent = text;
    if (className) element.className = className;
    row.appendChild(element);
  }

  function fillTimeTable(chart, box) {
    var table = document.createElement('table');
    var head = table.createTHead().insertRow();
    var unit = clock(chart.totalSeconds);
    cell(head, 'th', 'time, ' + unit.symbol, 'l');
    var columns = [];
    chart.panels.forEach(function (panel) {
      var scale = scaleOf(panel.unit, greatest(panel.lines.map(function (line) { return line.mean; })));
      panel.lines.forEach(function (line) {
        columns.push({ line: line, scale: scale });
        cell(head, 'th', (line.label || line.name) + (scale.symbol ? ', ' + scale.symbol : ''));
      });
    });
    function number(value, scale) { return value === null ? '–' : digits(value * scale.factor, 3); }
    var body = table.createTBody();
    var every = Math.max(1, Math.ceil(chart.steps / 120));
    for (var k = 0; k < chart.steps; k += every) {
      var row = body.insertRow();
      cell(row, 'th', shortest(k * chart.stepSeconds / unit.seconds), 'l');
      columns.forEach(function (column) {
        var line = column.line;
        var range = line.low && line.low[k] !== null ? ' (' + number(line.low[k], column.scale) + ' to ' + number(line.high[k], column.scale) + ')' : '';
        cell(row, 'td', number(line.mean[k], column.scale) + range);
      });
    }
    box.appendChild(table);
    if (every > 1) {
      var note = document.createElement('p');
      note.className = 'note';
      note.textContent = 'One point in ' + every + '; every step of every replication is in timeseries.csv.gz.';
      box.insertBefore(note, table);
    }
  }

  // ---- page ------------------------------------------------------------------------------------

  /** One chart at a time, from the top, so that the page answers while it fills. */
  function drawFrom(index) {
    if (index >= drawn.length) return;
    if (!drawn[index].instance) draw(drawn[index]);
    setTimeout(drawFrom, 0, index + 1);
  }

  document.querySelectorAll('figure[data-chart]').forEach(function (figure) {
    var chart = data.charts[figure.dataset.chart];
    var plot = figure.querySelector('.plot');
    drawn.push({ chart: chart, plot: plot, instance: null });
    var details = figure.querySelector('details.series');
    if (details) {
      details.addEventListener('toggle', function () {
        var box = details.querySelector('.tall');
        if (details.open && !box.firstChild) fillTimeTable(chart, box);
      });
    }
  });

  // A table that is wider than its place says so, in words besides the shadow at its edge.
  var boxes = [];
  document.querySelectorAll('.card > .scroll').forEach(function (box) {
    var note = document.createElement('p');
    note.className = 'note hint';
    note.textContent = 'scroll sideways for more columns →';
    box.tabIndex = 0;
    box.parentNode.insertBefore(note, box);
    boxes.push({ box: box, note: note });
  });
  function hint() {
    boxes.forEach(function (entry) { entry.note.hidden = entry.box.scrollWidth <= entry.box.clientWidth + 1; });
  }
  hint();

  var button = document.getElementById('theme');
  button.hidden = false;
  function name() { button.textContent = themeName() === 'dark' ? 'Light' : 'Dark'; }
  button.addEventListener('click', function () {
    chosenTheme = themeName() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = chosenTheme;
    name();
    redraw();
  });
  dark.addEventListener('change', function () { name(); redraw(); });
  name();

  drawFrom(0);

  var pending = 0;
  addEventListener('resize', function () {
    clearTimeout(pending);
    pending = setTimeout(function () { hint(); redraw(); }, 120);
  });
  addEventListener('beforeprint', function () { printing = true; drawn.forEach(draw); });
  addEventListener('afterprint', function () { printing = false; redraw(); });
})();

// Asks for the state of the service each second and draws it. Everything that comes from outside is set as text, never as
// markup: request ids and client names are other people's.
'use strict';

const byId = (id) => document.getElementById(id);
const number = (n) => Number(n).toLocaleString('en');
const history = [];
const HISTORY = 120;
let token = sessionStorage.getItem('paddock-token') || '';
let last = null;

function duration(micros) {
  if (micros < 1000) return micros + ' µs';
  if (micros < 1e6) return (micros / 1e3).toFixed(1) + ' ms';
  return (micros / 1e6).toFixed(2) + ' s';
}

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function row(cells) {
  const made = document.createElement('tr');
  cells.forEach(([text, className]) => made.append(element('td', text, className)));
  return made;
}

function tile(label, value, className) {
  const made = element('div', '', 'tile');
  made.append(element('b', value, className), element('span', label, 'faint'));
  return made;
}

function context(id) {
  const canvas = byId(id);
  const ratio = window.devicePixelRatio || 1;
  canvas.width = canvas.clientWidth * ratio;
  canvas.height = canvas.clientHeight * ratio;
  const drawing = canvas.getContext('2d');
  drawing.scale(ratio, ratio);
  drawing.font = '11px system-ui';
  return [drawing, canvas.clientWidth, canvas.clientHeight];
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colours = { 'valid': '--good', 'invalid': '--bad', 'possibly-invalid': '--doubt', 'internal': '--host', 'cancelled': '--none' };

function drawQueue() {
  const [drawing, width, height] = context('queuePlot');
  const most = Math.max(1, ...history);
  drawing.fillStyle = colour('--faint');
  drawing.fillText(number(most), 0, 10);
  drawing.strokeStyle = colour('--a');
  drawing.lineWidth = 2;
  drawing.beginPath();
  history.forEach((value, i) => {
    const x = width * (HISTORY - history.length + i) / (HISTORY - 1);
    const y = height - 4 - (height - 20) * value / most;
    if (i === 0) drawing.moveTo(x, y); else drawing.lineTo(x, y);
  });
  drawing.stroke();
}

function drawDots(id, events, value, label) {
  const [drawing, width, height] = context(id);
  const seen = events.filter((e) => value(e) > 0).reverse();
  if (seen.length === 0) return;
  const most = Math.max(...seen.map(value));
  const least = Math.min(...seen.map(value));
  const span = Math.max(0.5, Math.log10(most / least));
  drawing.fillStyle = colour('--faint');
  drawing.fillText(label(most), 0, 10);
  drawing.fillText(label(least), 0, height - 2);
  seen.forEach((event, i) => {
    drawing.fillStyle = colour(colours[event.verdict]);
    drawing.beginPath();
    const y = height - 18 - (height - 36) * Math.log10(value(event) / least) / span;
    drawing.arc(70 + (width - 80) * (seen.length === 1 ? 1 : i / (seen.length - 1)), y, 3, 0, 7);
    drawing.fill();
  });
}

function show(status) {
  byId('login').hidden = true;
  byId('page').hidden = false;
  byId('problem').textContent = status.notReady;
  const total = Object.values(status.verdicts).reduce((a, b) => a + b, 0);
  const rate = last ? (total - last.total) / Math.max(1, status.timeMillis - last.time) * 1000 : 0;
  last = { total, time: status.timeMillis };
  byId('state').textContent = 'backend ' + status.backend + ', up ' + duration((status.timeMillis - status.startedMillis) * 1000)
      + ', ' + number(status.workersSpawned) + ' workers spawned, ' + number(status.workersRetired) + ' retired';

  byId('verdicts').replaceChildren(
    ...Object.entries(status.verdicts).map(([label, count]) => tile(label, number(count), label)),
    tile('each second', number(Math.round(rate))));
  byId('queue').replaceChildren(
    tile('without a verdict', number(status.jobs)),
    ...Object.entries(status.waiting).map(([label, count]) => tile(label + ' waiting', number(count))),
    tile('MB of parameters', number(Math.round(status.bytes / 1e5) / 10)));
  history.push(status.jobs);
  if (history.length > HISTORY) history.shift();
  byId('lanes').replaceChildren(...status.lanes.map((lane) => row([
    [lane.number], [lane.priority ? lane.priority + ' ' + lane.code.slice(0, 8) : 'idle', lane.priority ? '' : 'faint'],
    [lane.priority ? duration(lane.runningMicros) : '', 'n'], [duration(lane.busyMicros), 'n'], [number(lane.jobs), 'n']])));
  byId('recent').replaceChildren(...status.recent.map((event) => row([
    [event.verdict, event.verdict], [event.requestId], [event.client], [number(event.gasUsed), 'n'],
    [duration(event.runMicros), 'n']])));
  byId('sandboxSummary').textContent = status.sandbox.full ? 'All layers are on.'
      : status.sandbox.available ? 'Some layers are missing; paddock doctor says more.' : 'No native code here: the interpreter runs the jobs.';
  byId('sandbox').replaceChildren(...status.sandbox.layers.map((layer) => row([
    [layer.on ? 'on' : 'off', layer.on ? 'valid' : 'invalid'], [layer.name], [layer.reason, 'faint']])));
  drawQueue();
  drawDots('gasPlot', status.recent, (e) => e.gasUsed, number);
  drawDots('timePlot', status.recent, (e) => e.runMicros, duration);
  document.body.dataset.verdicts = total;
}

async function look() {
  try {
    const answer = await fetch('/v1/status', { headers: token ? { Authorization: 'Bearer ' + token } : {} });
    if (answer.status === 401 || answer.status === 403) {
      byId('login').hidden = false;
      byId('page').hidden = true;
      byId('state').textContent = answer.status === 403 ? 'this token is not an operator’s' : 'a token is wanted';
      return;
    }
    show(await answer.json());
  } catch (e) {
    byId('problem').textContent = 'no answer from the service';
  }
}

byId('login').addEventListener('submit', (event) => {
  event.preventDefault();
  token = byId('token').value.trim();
  sessionStorage.setItem('paddock-token', token);
  look();
});
look();
setInterval(look, 1000);

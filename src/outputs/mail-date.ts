const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mon, 01 Jan 2001 01:10:00 +0000`, with the offset of the alert. See https://www.rfc-editor.org/rfc/rfc5322#section-3.3. */
export function mailDate(time: string): string {
  const [date = '', rest = ''] = time.split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  const offset = rest.endsWith('Z') ? '+0000' : rest.slice(-6).replace(':', '');
  const weekday = days[new Date(`${date}T00:00:00Z`).getUTCDay()];
  return `${weekday}, ${day} ${months[Number(month) - 1]} ${year} ${rest.slice(0, 8)} ${offset}`;
}

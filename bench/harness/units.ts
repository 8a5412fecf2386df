const whole = (value: number) => Math.round(value).toLocaleString('en-US');

export const perCpuSecond = (value: number) => `${whole(value)}/CPU-s`;
export const perSecond = (value: number) => `${whole(value)}/s`;
export const milliseconds = (value: number) => `${value.toFixed(value < 10 ? 3 : 1)} ms`;
export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
export const bytesPerAlert = (bytes: number) => `${whole(bytes)} B/alert`;
export const count = whole;
export const nanoseconds = (value: number) => `${whole(value)} ns`;
export const bytes = (value: number) => `${(value / 1000).toFixed(1)} kB`;
export const percent = (share: number) => `${(share * 100).toFixed(0)} %`;

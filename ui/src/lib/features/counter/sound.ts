/** Short sounds for hands that do not look at the screen. Silent where the machine has none, or the owner wants none. */

const PLACE = 'counter:sound';
let context: AudioContext | undefined;

export function soundOn(): boolean {
  try {
    return localStorage.getItem(PLACE) !== 'off';
  } catch {
    return true;
  }
}

export function setSound(on: boolean): void {
  try {
    localStorage.setItem(PLACE, on ? 'on' : 'off');
  } catch {
    // Without storage the choice is as it was.
  }
}

/** Hertz and seconds of each tone. */
const TONES: Record<'good' | 'bad' | 'sold', [hertz: number, seconds: number][]> = {
  good: [[1320, 0.06]],
  bad: [
    [220, 0.16],
    [160, 0.22],
  ],
  sold: [
    [880, 0.08],
    [1320, 0.12],
  ],
};

export function play(kind: keyof typeof TONES): void {
  if (!soundOn() || typeof AudioContext === 'undefined') return;
  try {
    context ??= new AudioContext();
    let at = context.currentTime;
    for (const [hertz, seconds] of TONES[kind]) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0.08, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + seconds);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + seconds);
      at += seconds;
    }
  } catch {
    // A machine without a loudspeaker sells as well.
  }
}

console.log('roam6', __VERSION__)
declare const __VERSION__: string

export {}

// A stand-in for the printed card: only its size and its whiteness matter here.
export const cardSvg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 540" font-family="Noto Sans CJK SC, sans-serif">
<rect width="900" height="540" rx="28" fill="white" stroke="navy" stroke-width="3"/><rect width="900" height="96" rx="28" fill="navy"/>
<text x="48" y="64" font-size="44" fill="white">警民联系卡</text><text x="48" y="200" font-size="72">苏和</text>
<text x="48" y="262" font-size="32">巴彦塔拉边境派出所　000317</text><text x="48" y="360" font-size="40">值班电话 000 0110 2233</text>
<text x="48" y="430" font-size="40">紧急报警 110</text><rect x="620" y="180" width="230" height="230" fill="none" stroke="black" stroke-width="8"/>
<text x="640" y="310" font-size="36">二维码</text></svg>`;

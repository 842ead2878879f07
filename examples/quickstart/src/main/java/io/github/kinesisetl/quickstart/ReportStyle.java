// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

/** The looks of the report, in light and dark, for wide and narrow screens. */
final class ReportStyle {

  static final String CSS =
      """
      :root {
        --page: #f6f7f9; --card: #ffffff; --ink: #17202a; --soft: #56616d; --edge: #dfe3e8;
        --grid: #e8ebef; --one: #1f5fae; --two: #b3530b; --wash: #e6eefa; --good: #14713f;
        --bad: #b3261e; --known: #f3e3b3; --quiet: #7a8fa8;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --page: #0f1318; --card: #171d24; --ink: #e7ebf0; --soft: #a2adb9; --edge: #2b343e;
          --grid: #26303a; --one: #74aef5; --two: #f2a65a; --wash: #1b2b40; --good: #62cf95;
          --bad: #ff8f85; --known: #4a3f1d; --quiet: #607389;
        }
      }
      * { box-sizing: border-box; }
      body {
        margin: 0; background: var(--page); color: var(--ink);
        font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
      }
      main, footer { max-width: 960px; margin: 0 auto; padding: 0 20px; }
      header { padding: 48px 0 8px; }
      h1 { font-size: 34px; line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 10px; }
      h2 { font-size: 21px; letter-spacing: -0.01em; margin: 0 0 6px; }
      h3 { font-size: 16px; margin: 0; }
      h4 { font-size: 14px; margin: 0 0 4px; color: var(--soft); font-weight: 600; }
      p { margin: 0; text-wrap: pretty; }
      code { font: 0.9em ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
      .lead { color: var(--soft); max-width: 44em; }
      .lead b { color: var(--ink); font-variant-numeric: tabular-nums; }
      .aside { color: var(--soft); font-size: 14px; }
      .aside b { color: var(--ink); }
      .good { color: var(--good); }
      .bad { color: var(--bad); }
      section {
        background: var(--card); border: 1px solid var(--edge); border-radius: 12px;
        padding: 26px 28px 28px; margin: 22px 0;
      }
      .ledger {
        background: var(--card); border: 1px solid var(--edge); border-left: 6px solid var(--good);
        border-radius: 12px; padding: 20px 24px; margin-top: 26px;
      }
      .state b { color: var(--good); }
      .unbalanced { border-color: var(--bad); }
      .unbalanced .state b { color: var(--bad); }
      dl { margin: 0; display: grid; gap: 14px 24px; font-variant-numeric: tabular-nums; }
      dt { color: var(--soft); font-size: 14px; }
      dd { margin: 0; }
      dl div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
      .figures { grid-template-columns: repeat(5, 1fr); margin-top: 16px; }
      .figures dd { font-size: 34px; line-height: 1.15; font-weight: 650; letter-spacing: -0.02em; }
      .figures .bad dd, .figures .bad dt { color: var(--bad); }
      .facts { grid-template-columns: repeat(5, 1fr); padding: 18px 24px 0 30px; }
      .facts dd { font-size: 18px; font-weight: 600; }
      figure { margin: 22px 0 0; }
      figcaption { display: flex; flex-wrap: wrap; gap: 2px 14px; align-items: baseline; }
      figcaption + svg { margin-top: 6px; }
      svg { display: block; width: 100%; height: auto; }
      svg text { font-size: 10px; fill: var(--soft); font-variant-numeric: tabular-nums; }
      .tick, .row, .note { paint-order: stroke; stroke: var(--card); stroke-width: 3px; stroke-linejoin: round; }
      .moment { dominant-baseline: hanging; }
      .middle { text-anchor: middle; }
      .end { text-anchor: end; }
      svg .row, svg .letter, svg .strong { fill: var(--ink); font-weight: 600; }
      line, .line { vector-effect: non-scaling-stroke; }
      .grid { stroke: var(--grid); }
      .base { stroke: var(--quiet); }
      .line { fill: none; stroke-width: 2px; stroke-linejoin: round; }
      .put { stroke: var(--one); }
      .enriched { stroke: var(--two); stroke-dasharray: 6 3; }
      .values { stroke: var(--one); stroke-width: 1px; }
      .lag { fill: var(--quiet); }
      .parent { fill: var(--quiet); }
      .child { fill: var(--one); }
      .limit { stroke: var(--bad); stroke-dasharray: 2 3; stroke-width: 1.2px; }
      .reshard { stroke: var(--ink); stroke-dasharray: 5 3; stroke-width: 1.5px; }
      .known { fill: var(--known); }
      .hit { fill: var(--good); stroke: var(--card); }
      .stray { fill: var(--card); stroke: var(--bad); stroke-width: 2px; }
      ul { margin: 0; padding: 0; list-style: none; }
      .legend, .windows { display: flex; flex-wrap: wrap; gap: 4px 20px; font-size: 14px; color: var(--soft); }
      .legend { margin-bottom: 8px; }
      section > .legend { margin-top: 14px; }
      .legend li { display: flex; align-items: center; gap: 7px; }
      .legend svg { width: auto; height: 16px; }
      .windows { margin-top: 4px; }
      .windows b { color: var(--ink); }
      .windows span { white-space: nowrap; }
      .bars { margin: 20px 0 14px; font-variant-numeric: tabular-nums; }
      .bar {
        display: grid; grid-template-columns: 200px 1fr 76px 80px; gap: 14px; align-items: center;
        padding: 6px 0;
      }
      .bar .name { color: var(--soft); font-size: 14px; }
      .bar .name { line-height: 1.35; }
      .bar .name b { color: var(--ink); font-size: 15px; display: block; }
      .fill { height: 22px; background: var(--quiet); border-radius: 0 3px 3px 0; }
      .ours .fill { background: var(--one); }
      .size { text-align: right; font-weight: 600; }
      .ratio { text-align: right; color: var(--soft); font-size: 14px; }
      .scroll { overflow-x: auto; margin: 18px 0; }
      table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 15px; }
      th, td { padding: 8px 12px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--edge); }
      thead th { color: var(--soft); font-size: 13px; font-weight: 600; white-space: normal; vertical-align: bottom; }
      thead tr:first-child th[colspan] { text-align: center; }
      thead tr + tr th { white-space: nowrap; }
      tbody th { font-weight: 600; }
      th.ours, td.ours { background: var(--wash); }
      td.ours { font-weight: 600; }
      .reasons td:nth-child(2), .reasons th:nth-child(2) { text-align: left; }
      .reasons .wide { text-align: left; white-space: normal; width: 100%; overflow-wrap: anywhere; }
      .columns { display: grid; grid-template-columns: 1fr 1fr; gap: 18px 32px; margin: 12px 0 18px; font-size: 15px; }
      .columns li { margin-bottom: 5px; }
      footer { color: var(--soft); font-size: 14px; padding-bottom: 56px; }
      footer h2 { font-size: 15px; color: var(--ink); margin-top: 30px; }
      footer p { margin-bottom: 8px; max-width: 60em; }
      @media (max-width: 640px) {
        main, footer { padding: 0 12px; }
        header { padding-top: 28px; }
        h1 { font-size: 27px; }
        section { padding: 20px 14px; margin: 14px 0; }
        .ledger { padding: 16px; }
        .figures, .facts { grid-template-columns: 1fr 1fr; }
        .figures dd { font-size: 27px; }
        .facts { padding: 16px 16px 0 22px; }
        svg text { font-size: 20px; }
        .odd { display: none; }
        .mark > :not(title) { transform: scale(1.6); transform-box: fill-box; transform-origin: center; }
        .values { stroke-width: 0.7px; }
        .bar { grid-template-columns: 1fr auto auto; gap: 4px 12px; }
        .bar .track { grid-column: 1 / -1; grid-row: 2; }
        .columns { grid-template-columns: 1fr; }
        th, td { padding: 7px 8px; }
      }
      """;

  private ReportStyle() {}
}

// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import io.github.kinesisetl.core.detect.Score.Reading;

/**
 * A verdict before the warm-up is asked.
 *
 * @param verdict what the model says
 * @param ratio the surprise in units of its threshold
 * @param reading what was seen and expected
 */
record Judgement(Verdict verdict, double ratio, Reading reading) {}

// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

import java.util.List;

/**
 * What became of the entries of one put.
 *
 * @param outcomes one for each entry, in order
 * @param encrypted whether the stream encrypts
 */
public record PutAnswer(List<PutOutcome> outcomes, boolean encrypted) {}

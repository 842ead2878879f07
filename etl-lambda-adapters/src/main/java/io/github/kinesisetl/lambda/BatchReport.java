// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

/**
 * What is done of a batch.
 *
 * @param firstUnfinished the first entry that is not done; the batch's size or more if all are
 * @param allEnded whether nobody works on its entries any more
 * @param tally its records
 */
record BatchReport(int firstUnfinished, boolean allEnded, RecordTally tally) {}

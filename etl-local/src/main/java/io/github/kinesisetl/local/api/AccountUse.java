// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

/**
 * How much of an account is in use.
 *
 * @param shardLimit open shards allowed
 * @param openShards open shards in use, ON_DEMAND streams not counted
 * @param onDemandStreamLimit ON_DEMAND streams allowed
 * @param onDemandStreams ON_DEMAND streams in use
 */
public record AccountUse(
    int shardLimit, int openShards, int onDemandStreamLimit, int onDemandStreams) {}

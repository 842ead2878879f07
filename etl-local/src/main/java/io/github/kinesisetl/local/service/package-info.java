// SPDX-License-Identifier: Apache-2.0
/**
 * What the services around Kinesis have in common: a request and its response without any network,
 * errors, and AWS's JSON protocol. One service is one room beside this one.
 */
@NullMarked
package io.github.kinesisetl.local.service;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Amazon S3, a subset: buckets, objects and multipart uploads in memory, addressed by path. {@link
 * io.github.kinesisetl.local.s3.S3Service} is the door; a request is routed to one of three groups
 * of operations, which all keep what they have in one store.
 */
@NullMarked
package io.github.kinesisetl.local.s3;

import org.jspecify.annotations.NullMarked;

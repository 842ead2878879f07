// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An address read from text, without asking any resolver. */
final class IpAddress {
  private static final int GROUPS = 8;
  private static final int MAX_CHARS = 45;

  /** Eight groups of 16 bits; an IPv4 address stands in the last two. */
  private final int[] groups;

  private final boolean isIpv4;

  private IpAddress(int[] groups, boolean isIpv4) {
    this.groups = groups;
    this.isIpv4 = isIpv4;
  }

  /**
   * Reads dotted decimal or the forms of RFC 4291, section 2.2. An IPv4-mapped address ({@code
   * ::ffff:a.b.c.d}) is the IPv4 address. Null for anything else, zone ids included.
   */
  static @Nullable IpAddress parse(String text) {
    if (text.length() > MAX_CHARS) {
      return null;
    }
    int[] groups = new int[GROUPS];
    if (text.indexOf(':') < 0) {
      return readIpv4(text, groups, GROUPS - 2) ? new IpAddress(groups, true) : null;
    }
    if (!readIpv6(text, groups)) {
      return null;
    }
    boolean isMapped = groups[5] == 0xFFFF && Arrays.equals(groups, 0, 5, new int[5], 0, 5);
    return new IpAddress(groups, isMapped);
  }

  private static boolean readIpv4(String text, int[] groups, int at) {
    String[] octets = text.split("\\.", -1);
    if (octets.length != 4 || at + 2 > GROUPS) {
      return false;
    }
    for (int i = 0; i < 4; i++) {
      int octet = number(octets[i], 10, 3);
      if (octet < 0 || octet > 255 || (octets[i].length() > 1 && octets[i].charAt(0) == '0')) {
        return false;
      }
      groups[at + i / 2] = groups[at + i / 2] << 8 | octet;
    }
    return true;
  }

  private static boolean readIpv6(String text, int[] groups) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return readGroups(text, groups) == GROUPS;
    }
    int[] tail = new int[GROUPS];
    int before = readGroups(text.substring(0, gap), groups);
    int after = readGroups(text.substring(gap + 2), tail);
    if (before < 0 || after < 0 || before + after >= GROUPS) {
      return false;
    }
    System.arraycopy(tail, 0, groups, GROUPS - after, after);
    return true;
  }

  /** Reads groups between colons; how many there were, or -1. */
  private static int readGroups(String text, int[] groups) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean isLast = i == parts.length - 1;
      if (isLast && parts[i].indexOf('.') >= 0) {
        return readIpv4(parts[i], groups, i) ? i + 2 : -1;
      }
      int group = i < GROUPS ? number(parts[i], 16, 4) : -1;
      if (group < 0) {
        return -1;
      }
      groups[i] = group;
    }
    return parts.length;
  }

  /** Digits of the ASCII range only, or -1. */
  private static int number(String text, int radix, int maxChars) {
    if (text.isEmpty() || text.length() > maxChars) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  /**
   * The address with only so many octets (IPv4) or groups (IPv6) kept, the rest zero. Of an address
   * that holds somebody's IPv4 address, only what stands before that is kept.
   */
  String shortened(int octetsKept, int groupsKept) {
    if (!isIpv4) {
      int[] kept = new int[GROUPS];
      System.arraycopy(groups, 0, kept, 0, Math.min(groupsKept, groupsBeforeIpv4()));
      return ipv6Text(kept);
    }
    var text = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      int octet = groups[GROUPS - 2 + i / 2] >> (i % 2 == 0 ? 8 : 0) & 0xFF;
      text.append(i == 0 ? "" : ".").append(i < octetsKept ? octet : 0);
    }
    return text.toString();
  }

  /**
   * How many groups come before an IPv4 address within this one: 6to4 (RFC 3056), Teredo (RFC 4380,
   * whose server stands before its client), NAT64 (RFC 6052 and 8215), ISATAP (RFC 5214) and the
   * IPv4-compatible form of old (RFC 4291).
   */
  private int groupsBeforeIpv4() {
    if (groups[0] == 0x2002) {
      return 1;
    }
    if (groups[0] == 0x2001 && groups[1] == 0) {
      return 2;
    }
    if (groups[0] == 0x64 && groups[1] == 0xff9b) {
      return groups[2] == 1 ? 3 : 2;
    }
    boolean isIsatap = (groups[4] & ~0x0200) == 0 && groups[5] == 0x5efe;
    return isIsatap || startsWithZeros() ? 6 : GROUPS;
  }

  private boolean startsWithZeros() {
    return Arrays.equals(groups, 0, 6, new int[6], 0, 6);
  }

  /** RFC 5952: lower case, no leading zeros, the first longest run of two or more zeros as ::. */
  private static String ipv6Text(int[] groups) {
    int runStart = 0;
    int runLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > runLength) {
        runStart = i;
        runLength = end - i;
      }
    }
    if (runLength == 1) {
      return joined(groups, 0, GROUPS);
    }
    return joined(groups, 0, runStart) + "::" + joined(groups, runStart + runLength, GROUPS);
  }

  private static String joined(int[] groups, int from, int to) {
    var text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}

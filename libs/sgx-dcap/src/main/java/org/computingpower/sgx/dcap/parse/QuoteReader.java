package org.computingpower.sgx.dcap.parse;

import org.computingpower.sgx.dcap.Bytes;

/**
 * Reads a quote from front to back. Every length is compared with what remains, never added to a position first, so
 * that no length can overflow.
 */
final class QuoteReader {
    private final Bytes bytes;
    private final int origin;
    private int position;

    QuoteReader(Bytes bytes, int origin) {
        this.bytes = bytes;
        this.origin = origin;
    }

    int offset() {
        return origin + position;
    }

    int remaining() {
        return bytes.length() - position;
    }

    int u16() throws QuoteFormatException {
        return take(2).u16(0);
    }

    long u32() throws QuoteFormatException {
        return take(4).u32(0);
    }

    Bytes take(int count) throws QuoteFormatException {
        if (count > remaining()) {
            throw new QuoteFormatException(QuoteFormatException.Code.TRUNCATED, offset());
        }
        Bytes slice = bytes.slice(position, count);
        position += count;
        return slice;
    }

    /** A reader over the next {@code count} bytes, which must be exactly all that remains. */
    QuoteReader exactRest(long count, QuoteFormatException.Code whenLonger, QuoteFormatException.Code whenShorter)
            throws QuoteFormatException {
        if (count > remaining()) {
            throw new QuoteFormatException(whenLonger, offset());
        }
        if (count < remaining()) {
            throw new QuoteFormatException(whenShorter, offset() + (int) count);
        }
        int start = offset();
        return new QuoteReader(take((int) count), start);
    }
}

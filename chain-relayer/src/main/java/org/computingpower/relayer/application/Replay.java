package org.computingpower.relayer.application;

/**
 * Reading a stretch of finalized blocks again.
 *
 * @param fromBlock first block
 * @param nextBlock next block to read; above {@code toBlock} when all is done
 * @param toBlock last block: the finalized one when the replay was asked for
 * @param logsChecked logs that the chain and the books had
 * @param logsAdded logs that the books lacked
 */
public record Replay(long fromBlock, long nextBlock, long toBlock, long logsChecked, long logsAdded) {

    /** Whether all blocks were read. */
    public boolean finished() {
        return nextBlock > toBlock;
    }

    /** After a range up to {@code last}. */
    Replay advanced(long last, int checked, int added) {
        return new Replay(fromBlock, last + 1, toBlock, logsChecked + checked, logsAdded + added);
    }
}

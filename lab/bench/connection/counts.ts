/** Ten times a thousand beats, each followed by a pause longer than the SDK's own agent keeps a socket. */
export const connectionCounts = { rounds: 10, beatsPerRound: 1000, pauseMs: 6000 };

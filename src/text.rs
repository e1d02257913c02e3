//! Text from outside made fit for a terminal: the only place that knows a terminal's hazards.

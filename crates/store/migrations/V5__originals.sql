-- The shot of which a portrait was made: sent after everything else, and gone when the desk has decided.
ALTER TABLE picture ADD COLUMN original INTEGER NOT NULL DEFAULT 0;

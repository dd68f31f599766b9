-- How much of each tablet is kept and not applied is asked for with the list of tablets, and the log is long.
CREATE INDEX change_aside ON change (device) WHERE reason IS NOT NULL;

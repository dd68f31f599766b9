-- The originals of portraits that came while this station did not know of such: they may come now. What a stranger wrote there
-- is no reason to stop.
INSERT INTO blob (hash, device, size)
SELECT unhex(f.body ->> '$.body.original.picture.hash'), f.stamp_device, f.body ->> '$.body.original.picture.size_bytes'
FROM fact f JOIN matter m ON m.id = f.about
WHERE f.kind = 'portrait' AND m.open AND m.state = 'complete'
  AND length(unhex(f.body ->> '$.body.original.picture.hash')) = 32
  AND typeof(f.body ->> '$.body.original.picture.size_bytes') = 'integer'
ON CONFLICT DO NOTHING;

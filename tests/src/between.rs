//! A station with something in between: a test writes the methods that look or meddle, and the others hand on.

/// The named methods of `SyncApi`, each handing its request on to `self.to`.
#[macro_export]
macro_rules! handed_on {
    ($($method:ident)*) => { $($crate::handed_on!(@$method);)* };
    (@enrol) => { $crate::handed_on!(@enrol, Enrol, beibao_wire::Enrolled); };
    (@hello) => { $crate::handed_on!(@hello, Hello, beibao_wire::Welcome); };
    (@push) => { $crate::handed_on!(@push, Outgoing, beibao_wire::Receipts); };
    (@pull) => { $crate::handed_on!(@pull, Pull, Self::Bytes); };
    (@snapshot) => { $crate::handed_on!(@snapshot, SnapshotRange, Self::Bytes); };
    (@compare) => { $crate::handed_on!(@compare, Compare, beibao_wire::Compared); };
    (@recall) => { $crate::handed_on!(@recall, Recall, Self::Bytes); };
    (@blob) => { $crate::handed_on!(@blob, BlobRange, Self::Bytes); };
    (@$method:ident, $request:ident, $answer:ty) => {
        async fn $method(&self, request: beibao_wire::$request) -> Result<$answer, beibao_domain::Problem> {
            self.to.$method(request).await
        }
    };
}

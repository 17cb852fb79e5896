//! Methods that a sink around another only passes on.

/// The named methods of [`Sink`](super::Sink), passed on to a field: `pass_on!(inner: begin, sample);`.
macro_rules! pass_on {
    ($field:ident: $($method:ident),+) => {
        $($crate::sink::pass_on!(@ $method $field);)+
    };
    (@ begin $field:ident) => {
        fn begin(&mut self) -> ::std::io::Result<()> {
            self.$field.begin()
        }
    };
    (@ event $field:ident) => {
        fn event(&mut self, event: &$crate::event::Event<'_>, object: &$crate::source::ObjectId) {
            self.$field.event(event, object);
        }
    };
    (@ wants_sample $field:ident) => {
        fn wants_sample(&self) -> bool {
            self.$field.wants_sample()
        }
    };
    (@ sample $field:ident) => {
        fn sample(&mut self, event: &$crate::event::Event<'_>) {
            self.$field.sample(event);
        }
    };
    (@ reads_identity $field:ident) => {
        fn reads_identity(&self) -> bool {
            self.$field.reads_identity()
        }
    };
    (@ end_object $field:ident) => {
        fn end_object(
            &mut self,
            object: &$crate::source::ObjectId,
            outcome: &$crate::sink::Outcome,
        ) {
            self.$field.end_object(object, outcome);
        }
    };
    (@ held $field:ident) => {
        fn held(&self) -> usize {
            self.$field.held()
        }
    };
    (@ finish $field:ident) => {
        fn finish(&mut self) -> ::std::io::Result<()> {
            self.$field.finish()
        }
    };
}

pub(crate) use pass_on;
